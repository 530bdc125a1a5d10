// Small pieces of the page that several views use.

import { type Attributes, type Child, h, styled } from "./dom";
import { count, moment, share as shareWords, utc } from "./text";

/** A count for people, and the bare number beside it for programs. */
export function figure(field: string, value: number, attributes: Attributes = {}): HTMLElement {
  return h(
    "span",
    { "data-field": field, "data-value": value, class: "number", ...attributes },
    count(value),
  );
}

/** A moment in the viewer's zone, with UTC on hover. */
export function stamp(at: number, words = moment(at, Date.now())): HTMLElement {
  return h("time", { datetime: new Date(at).toISOString(), title: utc(at) }, words);
}

/** A status: shape, then word. Its colour comes third. */
export function status(state: string, words: string, attributes: Attributes = {}): HTMLElement {
  return h("span", { class: "state", "data-state": state, ...attributes }, shape(), h("span", {}, words));
}

export function shape(): HTMLElement {
  return h("span", { class: "shape", "aria-hidden": "true" });
}

/** A share as a bar with its number. */
export function shareBar(share: number, kind = "share"): HTMLElement {
  return h(
    "span",
    { class: "left" },
    h(
      "span",
      { class: "bar", "data-kind": kind, "aria-hidden": "true" },
      styled(h("span"), { "--share": share }),
    ),
    h("span", { class: "number" }, shareWords(share)),
  );
}

export function section(id: string, title: string, ...children: Child[]): HTMLElement {
  const titleId = `${id}-title`;
  return h(
    "section",
    { id, "data-key": id, "aria-labelledby": titleId },
    h("h2", { id: titleId }, title),
    ...children,
  );
}

/** A column: what stands above it, and whether it holds numbers. */
export type Column = string | { title: string; number: true };

/**
 * A table with a caption for screen readers. Where the page is too narrow for it, it scrolls by itself; browsers then
 * let the keyboard reach and scroll it.
 */
export function table(
  caption: string,
  columns: Column[],
  rows: Child[],
  attributes: Attributes = {},
): HTMLElement {
  const heads = columns.map((column) =>
    typeof column === "string"
      ? h("th", { scope: "col" }, column)
      : h("th", { scope: "col", class: "number" }, column.title),
  );
  return h(
    "div",
    { class: "scroll" },
    h(
      "table",
      { class: "small", ...attributes },
      h("caption", { class: "unseen" }, caption),
      h("thead", {}, h("tr", {}, ...heads)),
      h("tbody", {}, ...rows),
    ),
  );
}

/** A number's column. */
export function numeric(title: string): Column {
  return { title, number: true };
}

/** What a view says instead of data. */
export function message(
  kind: "loading" | "empty" | "error",
  title: string,
  ...children: Child[]
): HTMLElement {
  return h(
    "div",
    { class: "message", "data-message": kind, role: kind === "loading" ? "status" : null },
    h("p", { class: "message-title" }, title),
    ...children,
  );
}

/** A session's name, short, as a link to its page. */
export function sessionLink(session: string): HTMLElement {
  return h(
    "a",
    { href: `#/session/${encodeURIComponent(session)}`, title: session, class: "session-id" },
    session.length > 12 ? `${session.slice(0, 12)}…` : session,
  );
}
