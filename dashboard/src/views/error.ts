// One error: its stack, by original files where there are source maps, and who had it.

import type { ErrorDetail, State } from "../api";
import { type Child, h, render } from "../dom";
import { feed } from "../feed";
import { hours } from "../hours";
import { figure, message, numeric, section, sessionLink, stamp, table } from "../parts";
import { browserName } from "../session/words";
import { frameList } from "../stack";
import { plain } from "../text";
import { content, type View } from "../view";

export function open(root: HTMLElement, id: string): View {
  const reading = feed<ErrorDetail>(`/api/v1/errors/${encodeURIComponent(id)}`, (result) => {
    const error = result.kind === "data" ? result.data : undefined;
    render(
      root,
      h("p", { class: "back" }, h("a", { href: "#/errors" }, "All errors")),
      h("h1", { tabindex: "-1" }, error ? error.type || "Error" : "Error"),
      error && h("p", { class: "lead error-message" }, error.example.message || "without a message"),
      content(result, "the error", unknown(), body),
    );
    if (error) document.title = `${error.type || "Error"} · Honeyguide`;
  });
  return { update: (_state: State | undefined) => reading.refresh(), leave: reading.stop };
}

function unknown(): Child {
  return message(
    "empty",
    "This error is not known",
    h(
      "p",
      {},
      "It never happened here, or so rarely that it was forgotten among too many. ",
      h("a", { href: "#/errors" }, "See all errors"),
      ".",
    ),
  );
}

function body(error: ErrorDetail): Child {
  const { example, frames } = error;
  const fact = (name: string, value: Child) => h("div", {}, h("dt", {}, name), h("dd", {}, value));
  return [
    h(
      "dl",
      { class: "counts", "data-key": "facts" },
      fact("app", error.app),
      fact("events", figure("events", error.events)),
      fact("sessions", figure("sessions", error.sessions)),
      fact("first", stamp(error.first_at)),
      fact("last", stamp(error.last_at)),
      fact("last 24 hours", hours(error, error.now)),
    ),
    section(
      "stack",
      "Stack of the latest",
      h(
        "p",
        { class: "second" },
        stamp(example.at),
        `, ${browserName(example.user_agent)}, ${plain(example.source) || "error"}, session `,
        sessionLink(example.session),
      ),
      frames.length > 0 ? frameList(frames) : h("p", { class: "quiet" }, "It came without a stack."),
      maps(error),
      example.stack &&
        h("details", {}, h("summary", {}, "As the browser wrote it"), h("pre", {}, example.stack)),
    ),
    section("releases", "Releases", releases(error)),
    section("recent", "Sessions that had it last", recent(error)),
  ];
}

/** Why places are not the original ones. */
function maps({ app, example, frames, unmapped }: ErrorDetail): Child {
  if (frames.length === 0 || unmapped.length === 0) return null;
  if (!example.release) {
    return h(
      "p",
      { class: "quiet", id: "unmapped" },
      "The page told no version, so no source map can be found: give ",
      h("code", {}, "app: { version }"),
      " to init.",
    );
  }
  const command = `honeyguide-gateway upload-maps --url ${location.origin} --app ${app} --release ${example.release} dist/`;
  return h(
    "div",
    { class: "quiet", id: "unmapped" },
    h(
      "p",
      {},
      `No source map of ${example.release} is here for ${unmapped.join(", ")}. With it, original places stand here:`,
    ),
    h("pre", {}, h("code", {}, command)),
  );
}

function releases({ releases }: ErrorDetail): HTMLElement {
  const rows = releases.map(({ release, events, first_at, last_at }) =>
    h(
      "tr",
      { "data-key": release, "data-release": release },
      h("th", { scope: "row" }, release || "unnamed"),
      h("td", { class: "number" }, figure("events", events)),
      h("td", {}, stamp(first_at)),
      h("td", {}, stamp(last_at)),
    ),
  );
  return table("Releases", ["Release", numeric("Events"), "First", "Last"], rows);
}

function recent({ recent }: ErrorDetail): HTMLElement {
  const rows = recent.map(({ session, at }) =>
    h(
      "tr",
      { "data-key": session, "data-session": session },
      h("th", { scope: "row" }, sessionLink(session)),
      h("td", {}, stamp(at)),
    ),
  );
  return table("Sessions", ["Session", "At"], rows);
}
