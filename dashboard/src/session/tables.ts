// A session as tables: for screen readers, for searching, for copying.

import type { Session } from "../api";
import { type Child, h } from "../dom";
import { causeWords } from "../objectives";
import { type Column, numeric, stamp, table } from "../parts";
import { frameList } from "../stack";
import { attributeWords, capitalized, clockFraction, count, percent, plain, quantity } from "../text";
import { outcomeWords } from "./lanes/captions";

const LOAD_PARTS = [
  "redirect",
  "dns",
  "connect",
  "tls",
  "waiting",
  "response",
  "interactive",
  "loaded",
] as const;

/** The latest so many rows of a kind. */
const MOST_ROWS = 200;

const ms = (value: number | null) => quantity(value, "ms");
const share = (value: number | null) => percent(value, 1);
const words = (value: string | null) => (value ? plain(value) : "–");
const counted = (value: number | null) => (value === null ? "–" : count(value));

/** With a button that copies the trace. */
export function spanTable({ spans }: Session): Child {
  if (spans.length === 0) return h("p", { class: "quiet" }, "No span was recorded.");
  const rows = spans
    .slice(-MOST_ROWS)
    .map((span) =>
      h(
        "tr",
        { "data-key": span.span, "data-trace": span.trace },
        h("th", { scope: "row" }, span.name),
        h("td", {}, exact(span.at)),
        h("td", { class: "number" }, ms(span.duration)),
        h("td", {}, span.failed ? "failed" : "ok"),
        h(
          "td",
          { class: "trace" },
          h("code", {}, span.trace),
          " ",
          h(
            "button",
            { type: "button", "data-copy": span.trace, "aria-label": `Copy trace ${span.trace}` },
            "Copy",
          ),
        ),
      ),
    );
  return table("Spans", ["Span", "At", numeric("Duration"), "Result", "Trace"], rows);
}

/** Each kind folded away by itself; only those unfolded are made, since a live session is shown anew all the time. */
export function everything(session: Session, unfolded: ReadonlySet<string>): Child {
  const fold: Fold = (title, items, columns, cells) =>
    folded(title, items, columns, cells, unfolded.has(title));
  return [
    fold(
      "Captions",
      session.captions,
      [
        "At",
        "Outcome",
        "Language",
        numeric("Latency"),
        numeric("Network"),
        numeric("Main thread"),
        numeric("App"),
        numeric("Render"),
        "Largest part",
        numeric("Words"),
        numeric("Retracted"),
      ],
      (one) => [
        outcomeWords(one.outcome) + (one.undecided ? ", undecided" : ""),
        words(one.language),
        ...[one.latency, one.network, one.main_thread, one.app, one.render].map(ms),
        one.cause ? causeWords(one.cause) : "–",
        counted(one.displayed),
        counted(one.retracted),
      ],
    ),
    fold(
      "Network polls",
      session.network,
      [
        "At",
        "Media",
        "Direction",
        numeric("Round trip"),
        numeric("Loss"),
        numeric("Jitter buffer"),
        numeric("Concealed"),
        numeric("Frozen"),
        numeric("Frames/s"),
        numeric("Height"),
        "Layer",
        "Held down by",
        "Stalled",
      ],
      (one) => [
        words(one.media),
        one.direction === "in" ? "received" : "sent",
        ms(one.rtt),
        share(one.loss),
        ms(one.jitter_buffer),
        share(one.concealment),
        share(one.freeze),
        quantity(one.frame_rate, null),
        counted(one.frame_height ?? null),
        one.layer || "–",
        words(one.limited ?? null),
        one.stalled ? "stalled" : "no",
      ],
    ),
    fold(
      "Audio windows",
      session.audio,
      ["At", numeric("Score"), numeric("Delay"), numeric("Loss"), "Stalled"],
      (one) => [quantity(one.score, null), ms(one.delay), share(one.loss), one.stalled ? "stalled" : "no"],
    ),
    fold("Connections", session.connections, ["At", "Outcome", numeric("Setup"), "Path"], (one) => [
      words(one.outcome),
      ms(one.setup),
      words(one.path_type),
    ]),
    fold("Long tasks", session.main_thread, ["At", numeric("Duration"), "Script", "Called by"], (one) => [
      ms(one.duration),
      one.script ?? "–",
      one.invoker ?? "–",
    ]),
    fold("Errors", session.errors, ["At", "Type", "Message", "Source", "Stack"], (one) => [
      one.group
        ? h("a", { href: `#/errors/${encodeURIComponent(one.group)}` }, one.type ?? "error")
        : (one.type ?? "–"),
      one.message ?? "–",
      words(one.source),
      one.frames?.some(({ minified }) => minified)
        ? frameList(one.frames)
        : one.stack
          ? h("pre", {}, one.stack)
          : "–",
    ]),
    fold(
      "Requests",
      session.requests,
      ["At", "Service", "Route", "Outcome", numeric("Status"), numeric("Duration")],
      (one) => [
        one.service ?? "–",
        [one.method, one.route].filter(Boolean).join(" ") || "–",
        words(one.outcome),
        one.status === null ? "–" : String(one.status),
        ms(one.duration),
      ],
    ),
    fold(
      "Translations",
      session.translations,
      ["At", "Languages", "Outcome", numeric("First token"), numeric("Duration"), numeric("Score")],
      (one) => [
        one.from && one.to ? `${one.from} → ${one.to}` : "–",
        words(one.outcome),
        ms(one.ttft),
        ms(one.duration),
        quantity(one.accuracy, null),
      ],
    ),
    fold(
      "Call events",
      session.call_events,
      ["At", "Event", "Media", "Whose", "Quality", "Path", "Reason", numeric("Lasted")],
      (one) => [
        plain(one.event),
        words(one.media),
        words(one.role),
        words(one.quality),
        words(one.path_type),
        words(one.reason),
        ms(one.duration),
      ],
    ),
    fold(
      "Cameras and microphones asked for",
      session.media_requests,
      ["At", "Media", "Outcome", numeric("Answered after")],
      (one) => [words(one.media), one.outcome, ms(one.duration)],
    ),
    fold("Caption gaps", session.caption_gaps, ["Until", "Language", numeric("Lasted")], (one) => [
      words(one.language),
      ms(one.duration),
    ]),
    fold("Final captions", session.finals, ["At", "Language", numeric("First update to final")], (one) => [
      words(one.language),
      ms(one.to_final),
    ]),
    fold("Views", session.views, ["At", "Route", "By", numeric("Painted after")], (one) => [
      one.route ?? "–",
      words(one.reason),
      ms(one.painted),
    ]),
    fold("Visibility", session.visibility, ["Until", "State", numeric("Lasted")], (one) => [
      words(one.state),
      ms(one.duration),
    ]),
    fold(
      "Page loads",
      session.navigations,
      ["At", "Kind", ...LOAD_PARTS.map((part) => numeric(capitalized(part)))],
      (one) => [
        words(one.navigation),
        ...LOAD_PARTS.map((part) => ms(typeof one[part] === "number" ? one[part] : null)),
      ],
    ),
    fold("The app's events", session.events, ["At", "Event", "Attributes"], (one) => [
      one.name,
      attributeWords(one.attributes) || "–",
    ]),
  ];
}

type Cells<Item> = (item: Item) => (string | HTMLElement)[];
type Fold = <Item extends { at: number }>(
  title: string,
  items: Item[],
  columns: Column[],
  cells: Cells<Item>,
) => HTMLElement;

function folded<Item extends { at: number }>(
  title: string,
  items: Item[],
  columns: Column[],
  cells: Cells<Item>,
  isUnfolded: boolean,
): HTMLElement {
  const rows = (isUnfolded ? items : []).slice(-MOST_ROWS).map((item) => row(item, columns, cells));
  const left = isUnfolded ? items.length - rows.length : 0;
  return h(
    "details",
    { "data-key": title, "data-fold": title },
    h("summary", {}, `${title}: ${count(items.length)}`),
    rows.length > 0 && table(title, columns, rows),
    left > 0 &&
      h(
        "p",
        { class: "quiet" },
        `The last ${count(MOST_ROWS)}; ${count(left)} earlier ones are in the data.`,
      ),
  );
}

function row<Item extends { at: number }>(item: Item, columns: Column[], cells: Cells<Item>): HTMLElement {
  const fields = cells(item).map((cell, index) =>
    h("td", { class: typeof columns[index + 1] === "string" ? null : "number" }, cell),
  );
  return h("tr", {}, h("td", {}, exact(item.at)), ...fields);
}

function exact(at: number): HTMLElement {
  return stamp(at, clockFraction(at));
}
