// One session: what it saw and heard, on one time axis, and the same as tables.

import type { Session, State } from "../api";
import { type Child, find, h, render } from "../dom";
import { feed, type Result } from "../feed";
import { figure, message, numeric, section, stamp, status, table } from "../parts";
import { everything, spanTable } from "../session/tables";
import { type Timeline, timeline } from "../session/timeline";
import { browserName, SESSION_MEANING, SESSION_WORDS } from "../session/words";
import { attributeWords, count, duration, plain, plural, quantity, sum } from "../text";
import { content, type View } from "../view";

export function open(root: HTMLElement, id: string): View {
  let drawn: { host: Element; timeline: Timeline } | undefined;
  let result: Result<Session> = { kind: "loading" };
  const unfolded = new Set<string>();
  const show = () => {
    const session = result.kind === "data" ? complete(result.data) : undefined;
    render(
      root,
      top(id, session),
      content(result, "the session", unknown(), () => session && body(session, unfolded)),
    );
    const host = root.querySelector<HTMLElement>("#timeline");
    if (!session || !host) return;
    if (drawn?.host !== host) {
      drawn?.timeline.leave();
      drawn = { host, timeline: timeline(host) };
    }
    drawn.timeline.show(session);
  };
  const reading = feed<Session>(`/api/v1/sessions/${encodeURIComponent(id)}`, (next) => {
    result = next;
    show();
  });
  const fold = ({ target }: Event) => {
    const title = target instanceof HTMLDetailsElement ? target.dataset.fold : undefined;
    if (!(target instanceof HTMLDetailsElement) || !title) return;
    if (target.open) unfolded.add(title);
    else unfolded.delete(title);
    show();
  };
  root.addEventListener("click", copy);
  // It does not bubble.
  root.addEventListener("toggle", fold, true);
  return {
    update: (_state: State | undefined) => reading.refresh(),
    leave() {
      root.removeEventListener("click", copy);
      root.removeEventListener("toggle", fold, true);
      reading.stop();
      drawn?.timeline.leave();
    },
  };
}

const ARRAYS = [
  "pages",
  "captions",
  "network",
  "audio",
  "connections",
  "main_thread",
  "errors",
  "requests",
  "translations",
  "vitals",
  "spans",
  "caption_gaps",
  "finals",
  "call_events",
  "media_requests",
  "navigations",
  "views",
  "visibility",
  "events",
] as const;

/** A gateway may leave out what there is none of. */
function complete(session: Session): Session {
  const none = Object.fromEntries(ARRAYS.map((name) => [name, []]));
  return { ...(none as unknown as Session), ...session };
}

function top(id: string, session: Session | undefined): Child {
  return [
    h("p", { class: "back" }, h("a", { href: "#/sessions" }, "All sessions")),
    h(
      "h1",
      { tabindex: "-1", class: "session-title" },
      h("span", {}, "Session ", h("span", { class: "session-id" }, id)),
    ),
    session &&
      h(
        "p",
        { class: "lead" },
        status(session.state, SESSION_WORDS[session.state] ?? session.state),
        `: ${SESSION_MEANING[session.state] ?? ""}`,
      ),
  ];
}

function unknown(): Child {
  return message(
    "empty",
    "This session is not known",
    h(
      "p",
      {},
      "It never sent anything here, or it is so old that the gateway forgot it. ",
      h("a", { href: "#/sessions" }, "See the latest sessions"),
      ".",
    ),
  );
}

function body(session: Session, unfolded: ReadonlySet<string>): Child {
  return [
    facts(session),
    session.lost > 0 &&
      message(
        "error",
        `${plural(session.lost, "item")} of this session ${session.lost === 1 ? "was" : "were"} lost`,
        h(
          "p",
          {},
          "A page counted them, and then ended before they were sent. What is missing below is missing for this reason.",
        ),
      ),
    session.truncated &&
      message(
        "error",
        "The session is longer than what is kept",
        h("p", {}, "Only a part of its items is shown."),
      ),
    section("time", "What happened, and when", h("div", { id: "timeline", "data-island": true })),
    section("traces", "Spans and their traces", spanTable(session)),
    section("session-pages", "Page views", pages(session)),
    session.vitals.length > 0 && section("vitals", "Vitals", vitals(session)),
    section("tables", "Everything as tables", everything(session, unfolded)),
  ];
}

function facts(session: Session): HTMLElement {
  const fact = (name: string, value: Child) => h("div", {}, h("dt", {}, name), h("dd", {}, value));
  const told = ["service.name", "service.version", "deployment.environment.name"].flatMap((name) => {
    const value = session.resource?.[name];
    return value ? [String(value)] : [];
  });
  return h(
    "dl",
    { class: "counts", "data-key": "facts" },
    fact("app", [session.app, told.length > 0 && ` (${told.join(", ")})`]),
    fact("browser", h("span", { title: session.user_agent }, browserName(session.user_agent))),
    fact("began", stamp(session.first_at)),
    fact("lasted", duration(session.last_at - session.first_at)),
    fact("items", figure("items", session.items)),
    fact("lost", figure("lost", session.lost)),
  );
}

function vitals({ vitals }: Session): HTMLElement {
  const rows = vitals.map(({ at, name, value, parts = {}, about = {} }) =>
    h(
      "tr",
      { "data-key": `${name} ${at}` },
      h("th", { scope: "row" }, name.toUpperCase()),
      h("td", { class: "number" }, quantity(value, /cls/i.test(name) ? null : "ms")),
      h(
        "td",
        {},
        Object.entries(parts)
          .map(([part, value]) => `${plain(part)}\u00a0${quantity(value, "ms")}`)
          .join(", ") || "–",
      ),
      h("td", {}, attributeWords(about) || "–"),
      h("td", {}, stamp(at)),
    ),
  );
  return table("Vitals", ["Vital", numeric("Value"), "Made of", "About", "At"], rows);
}

function pages({ pages }: Session): HTMLElement {
  const rows = pages.map((page) =>
    h(
      "tr",
      { "data-key": page.page },
      h("th", { scope: "row" }, h("code", {}, page.page)),
      h("td", {}, status(page.state, SESSION_WORDS[page.state] ?? page.state)),
      h("td", {}, stamp(page.first_at)),
      h("td", {}, stamp(page.last_at)),
      ...[
        page.captured,
        page.arrived,
        typeof page.dropped === "number" ? page.dropped : sum(page.dropped),
        page.lost,
      ].map((value) => h("td", { class: "number" }, count(value))),
    ),
  );
  const columns = [
    "Page view",
    "State",
    "First",
    "Last",
    numeric("Captured"),
    numeric("Arrived"),
    numeric("Dropped"),
    numeric("Lost"),
  ];
  return table("Page views of the session", columns, rows);
}

/** Puts what a button names onto the clipboard, and says so. */
async function copy(event: Event): Promise<void> {
  const button =
    event.target instanceof HTMLElement ? event.target.closest<HTMLElement>("[data-copy]") : null;
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy ?? "");
    render(find(document, "#announcement"), "Copied");
    button.dataset.copied = "true";
    setTimeout(() => delete button.dataset.copied, 1500);
  } catch {
    // Without the permission, or over plain HTTP: mark it, so that the viewer's own copy command takes it.
    const text = button.previousElementSibling ?? button;
    getSelection()?.selectAllChildren(text);
    render(find(document, "#announcement"), "Selected. Press the keys that copy.");
  }
}
