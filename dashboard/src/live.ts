// The stream of states, with the truth about the connection.

import type { State } from "./api";
import { find, h, render } from "./dom";
import { shape, stamp } from "./parts";
import { clockSecond } from "./text";

const RETRY_MS = 2000;
/** The gateway speaks once a second; after this long without a word the connection counts as broken. */
const SILENCE_MS = 6000;

/** Viewer's time of the last state that was shown; until then, when the page was opened. */
let liveAt = Date.now();

/** Connects, and on any break says so and connects again, for ever. */
export function connect(show: (state: State) => void): void {
  const source = new EventSource("/api/v1/stream");
  let silence: ReturnType<typeof setTimeout>;

  const broken = () => {
    clearTimeout(silence);
    source.close();
    showConnection("broken", "Not live since", liveAt, ", trying again");
    setTimeout(connect, RETRY_MS, show);
  };
  const listen = () => {
    clearTimeout(silence);
    silence = setTimeout(broken, SILENCE_MS);
  };
  listen();
  source.addEventListener("error", broken);
  source.addEventListener("state", (event) => {
    const state: State = JSON.parse(event.data);
    show(state);
    liveAt = Date.now();
    showConnection("live", "Live", state.slos.now, "");
    // Not before: if showing fails, the silence is noticed.
    listen();
  });
}

function showConnection(connection: "live" | "broken", words: string, at: number, rest: string): void {
  const shown = find(document, "#connection");
  shown.dataset.connection = connection;
  // The time is beside the status, so that a screen reader does not read it out each second.
  render(
    shown,
    shape(),
    " ",
    h("span", { role: "status" }, words),
    " ",
    stamp(at, clockSecond(at)),
    rest && h("span", {}, rest),
  );
}
