// From captured to delivered: where every item is, and where it was lost, by name.

import type { Destination, Outcomes, State } from "../api";
import { type Child, h, render, styled } from "../dom";
import { figure, message, numeric, section, shape, table } from "../parts";
import { reasonLine, reasonList } from "../reasons";
import { count, percent, sum } from "../text";
import { heading, type View } from "../view";

export function open(root: HTMLElement, _argument: string, state: State | undefined): View {
  const update = (state: State | undefined) => {
    render(
      root,
      heading(
        "Pipeline",
        "Each item that a page captured is in one of these places. Nothing is lost without a name.",
      ),
      state
        ? [items(state.outcomes), requests(state.outcomes.requests)]
        : message("loading", "Waiting for the gateway…"),
    );
  };
  update(state);
  return { update };
}

function items(outcomes: Outcomes): HTMLElement {
  return section(
    "items",
    "Where every item is",
    books(outcomes),
    h(
      "ol",
      { class: "flow" },
      h("li", {}, captured(outcomes)),
      h("li", {}, journalled(outcomes)),
      h("li", {}, destinations(outcomes)),
    ),
  );
}

function books({ items }: Outcomes): HTMLElement {
  const { captured, journalled, in_pages, lost_with_page = 0 } = items;
  const dropped = sum(items.dropped_in_page);
  const rejected = sum(items.rejected);
  // A page's totals travel with its batches, which may overtake one another.
  const early = journalled + rejected + dropped + in_pages + lost_with_page - captured;
  const words = [
    `captured ${count(captured)}`,
    early > 0 ? ` + ${count(early)} here before their page counted them` : "",
    ` = journalled ${count(journalled)} + rejected ${count(rejected)} + dropped ${count(dropped)}`,
    ` + in pages ${count(in_pages)} + lost with a page ${count(lost_with_page)}`,
    early < 0 ? `: ${count(-early)} are missing` : "",
  ];
  return h(
    "p",
    { id: "sum", class: "sum", "data-state": early < 0 ? "critical" : "healthy" },
    shape(),
    h("span", {}, words.join("")),
  );
}

/** One way that items went: how many, and their share as a bar. */
function way(
  kind: string,
  words: string,
  field: string,
  items: number,
  of: number,
  reasons: Child = null,
): HTMLElement {
  return h(
    "div",
    { class: "way", "data-key": field },
    h("dt", {}, words),
    h("dd", {}, figure(field, items)),
    h(
      "dd",
      { class: "way-bar", "aria-hidden": "true" },
      h(
        "span",
        { class: "bar", "data-kind": kind },
        styled(h("span", { "data-some": items > 0 }), { "--share": of > 0 ? Math.min(1, items / of) : 0 }),
      ),
    ),
    reasons && h("dd", { class: "way-reasons" }, reasons),
  );
}

function captured({ items }: Outcomes): Child {
  const { captured, journalled, in_pages, lost_with_page = 0 } = items;
  const dropped = sum(items.dropped_in_page);
  const arrived = journalled + sum(items.rejected);
  return [
    h("h3", {}, "Captured in pages"),
    h("p", { class: "figure", id: "captured", "data-value": captured }, count(captured)),
    h(
      "dl",
      {},
      way("good", "arrived here", "arrived", arrived, captured),
      way("waiting", "still in pages or on the way", "in_pages", in_pages, captured),
      way("lost", "lost with a page that is over", "lost_with_page", lost_with_page, captured),
      way(
        "lost",
        "dropped in pages",
        "dropped_in_page",
        dropped,
        captured,
        reasonList(items.dropped_in_page),
      ),
    ),
  ];
}

function journalled({ items }: Outcomes): Child {
  const rejected = sum(items.rejected);
  const arrived = items.journalled + rejected;
  return [
    h("h3", {}, "Journalled here"),
    h("p", { class: "figure", id: "journalled", "data-value": items.journalled }, count(items.journalled)),
    h(
      "dl",
      {},
      way("good", "written to the journal", "written", items.journalled, arrived),
      way("lost", "rejected by validation", "rejected", rejected, arrived, reasonList(items.rejected)),
    ),
  ];
}

function destinations({ items, destinations }: Outcomes): Child {
  const entries = Object.entries(destinations);
  const wrong = entries.filter(([, one]) => had(one) + one.waiting !== items.journalled);
  const dropped = entries.flatMap(([name, { dropped, unreadable = 0 }]) => {
    const reasons = unreadable > 0 ? { ...dropped, unreadable } : dropped;
    return Object.entries(reasons).map(([reason, number]) => reasonLine(reason, number, name));
  });
  return [
    h("h3", {}, "Handed on"),
    table(
      "Destinations",
      ["To", numeric("Delivered"), numeric("Waiting"), numeric("Dropped"), numeric("Passed over")],
      entries.map(([name, destination]) => destinationRow(name, destination, items.journalled)),
      { id: "destinations" },
    ),
    dropped.length > 0 && h("ul", { class: "reasons" }, ...dropped),
    entries.length > 0 &&
      h(
        "p",
        { id: "destinations-sum", class: "sum", "data-state": wrong.length > 0 ? "critical" : "healthy" },
        shape(),
        h(
          "span",
          {},
          wrong.length > 0
            ? `${wrong.map(([name]) => name).join(", ")}: not the ${count(items.journalled)} journalled`
            : `each: delivered + waiting + dropped + passed over = journalled ${count(items.journalled)}`,
        ),
      ),
    h("p", { class: "second" }, "Passed over are items of kinds that a destination does not take."),
  ];
}

function had({ delivered, dropped, passed_over, unreadable = 0 }: Destination): number {
  return delivered + sum(dropped) + passed_over + unreadable;
}

function destinationRow(name: string, destination: Destination, journalled: number): HTMLElement {
  const { delivered, waiting, passed_over } = destination;
  const done = journalled > 0 ? had(destination) / journalled : 0;
  return h(
    "tr",
    { id: `destination-${name}`, "data-key": name },
    h(
      "th",
      { scope: "row" },
      name,
      h("span", { class: "second" }, waiting > 0 ? `${percent(done, 0)} through the journal` : "up to date"),
    ),
    h("td", { class: "number" }, figure("delivered", delivered)),
    h("td", { class: "number" }, figure("waiting", waiting)),
    h("td", { class: "number" }, figure("dropped", sum(destination.dropped) + (destination.unreadable ?? 0))),
    h("td", { class: "number" }, figure("passed_over", passed_over)),
  );
}

function requests(requests: Outcomes["requests"]): HTMLElement {
  const line = (words: string, field: string, value: number) =>
    h("div", { "data-key": field }, h("dt", {}, words), h("dd", {}, figure(field, value)));
  return section(
    "requests",
    "Requests since the gateway started",
    h(
      "dl",
      { class: "counts" },
      line("batches accepted", "accepted", requests.accepted),
      line("batches repeated", "repeated", requests.repeated),
      line("items in them, counted once already", "repeated_items", requests.repeated_items),
      line("requests refused", "refused", sum(requests.refused)),
      requests.internal > 0 && line("items let go by a fault of the gateway", "internal", requests.internal),
    ),
    reasonList(requests.refused),
  );
}
