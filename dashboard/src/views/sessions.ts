// The latest sessions, newest first.

import type { SessionSummary, Sessions, State } from "../api";
import { type Child, h, render } from "../dom";
import { feed } from "../feed";
import { figure, message, numeric, sessionLink, stamp, status, table } from "../parts";
import { browserName, SESSION_WORDS } from "../session/words";
import { duration } from "../text";
import { content, heading, type View } from "../view";

export function open(root: HTMLElement): View {
  const reading = feed<Sessions>("/api/v1/sessions?limit=50", (result) => {
    const missing = message("empty", "This gateway does not keep sessions. Update it.");
    render(
      root,
      heading("Sessions", "One session is one visit: what it saw and heard, on one time axis."),
      content(result, "the sessions", missing, show),
    );
  });
  return { update: (_state: State | undefined) => reading.refresh(), leave: reading.stop };
}

function show({ sessions }: Sessions): Child {
  if (sessions.length === 0) {
    return message(
      "empty",
      "No session yet",
      h(
        "p",
        {},
        "A session appears as soon as a page sends. The ",
        h("a", { href: "#/" }, "overview"),
        " says how to begin.",
      ),
    );
  }
  const columns = [
    "Session",
    "State",
    "Began",
    "Lasted",
    "App",
    "Browser",
    numeric("Pages"),
    numeric("Items"),
    numeric("Lost"),
  ];
  return table("Sessions, newest first", columns, sessions.map(row), { id: "sessions" });
}

function row(one: SessionSummary): HTMLElement {
  return h(
    "tr",
    { "data-key": one.session, "data-session": one.session, "data-state": one.state },
    h("th", { scope: "row" }, sessionLink(one.session)),
    h("td", {}, status(one.state, SESSION_WORDS[one.state] ?? one.state)),
    h("td", {}, stamp(one.first_at)),
    h("td", {}, duration(one.last_at - one.first_at)),
    h("td", {}, one.app),
    h("td", { title: one.user_agent }, browserName(one.user_agent)),
    h("td", { class: "number" }, figure("pages", one.pages)),
    h("td", { class: "number" }, figure("items", one.items)),
    h("td", { class: "number" }, figure("lost", one.lost)),
  );
}
