// Are we all right? One sentence, then a row an objective, the most urgent first.

import type { Objective, State } from "../api";
import { type Child, find, h, render, styled } from "../dom";
import {
  burningSince,
  byUrgency,
  causeWords,
  firingTier,
  isUnjudged,
  lasts,
  overall,
  QUIET,
  tierWords,
  trouble,
  urgency,
  viewWords,
} from "../objectives";
import { figure, section, shape, stamp, status } from "../parts";
import { sparkline } from "../sparkline";
import { clockMinute, count, duration, percent, percentLeft, plural, share, times } from "../text";
import type { View } from "../view";

export function open(root: HTMLElement, _argument: string, state: State | undefined): View {
  const update = (state: State | undefined) => {
    if (!state) {
      render(root, answer([]));
      return;
    }
    const sorted = byUrgency(state.slos.objectives);
    render(root, answer(sorted), empty(state), objectives(sorted, state.slos.now), items(state));
    document.title = windowTitle(sorted);
    announce(sorted);
  };
  update(state);
  return { update };
}

function urgent(sorted: Objective[]): Objective[] {
  return sorted.filter((objective) => urgency(objective) < QUIET);
}

function windowTitle(sorted: Objective[]): string {
  const { length } = urgent(sorted);
  return length > 0 ? `${length} to look at · Honeyguide` : "Honeyguide";
}

/** For a screen reader: only what changed in kind, not each second's figure. */
function announce(sorted: Objective[]): void {
  const words = [counts(sorted), ...urgent(sorted).map(({ title }) => `${title}: needs a look.`)].join(" ");
  render(find(document, "#announcement"), words);
}

function answer(sorted: Objective[]): HTMLElement {
  const troubled = urgent(sorted);
  const named = troubled.slice(0, 2);
  const more = troubled.length - named.length;
  return h(
    "h1",
    { id: "answer", "data-state": overall(sorted), tabindex: "-1" },
    shape(),
    h(
      "span",
      {},
      h("span", {}, sorted.length > 0 ? counts(sorted) : "Are we all right?"),
      " ",
      ...named.map((objective) => [
        h("a", { href: address(objective) }, objective.title),
        `: ${trouble(objective)}. `,
      ]),
      more > 0 && `${count(more)} more ${more === 1 ? "needs" : "need"} a look.`,
    ),
  );
}

function counts(sorted: Objective[]): string {
  const withData = sorted.filter(({ view_budget }) => view_budget !== "no_data");
  if (withData.length === 0) return "No objective has data yet.";
  const met = withData.filter(({ view_budget }) => view_budget === "met").length;
  const unjudged = sorted.filter(isUnjudged).length;
  const without = sorted.length - withData.length - unjudged;
  return [
    `${met} of ${withData.length} objectives ${met === 1 ? "is" : "are"} met.`,
    without > 0 && `${without} ${without === 1 ? "has" : "have"} no data yet.`,
    unjudged > 0 && `${unjudged} ${unjudged === 1 ? "is" : "are"} not judged.`,
  ]
    .filter(Boolean)
    .join(" ");
}

function address({ name }: Objective): string {
  return `#/objective/${encodeURIComponent(name)}`;
}

function empty({ slos, outcomes }: State): HTMLElement {
  const seen = slos.objectives.some(({ total, undecided }) => total + undecided > 0);
  const { captured, journalled } = outcomes.items;
  return h(
    "section",
    {
      id: "empty",
      "data-key": "empty",
      "aria-labelledby": "empty-title",
      hidden: seen || captured > 0 || journalled > 0,
    },
    h("h2", { id: "empty-title" }, "No page has sent anything yet"),
    h(
      "p",
      {},
      "Open the demo call at ",
      h("a", { href: "/demo/" }, "/demo/"),
      " (",
      h("code", {}, "cargo xtask demo"),
      " serves it here), or add the SDK:",
    ),
    h(
      "pre",
      {},
      h(
        "code",
        {},
        `import { init } from "@honeyguide/browser";

init({ endpoint: location.origin, key: "pub_local", app: { name: "my-app" } });`,
      ),
    ),
    h(
      "p",
      {},
      "The endpoint is where pages send to: the gateway names it when it starts. ",
      h("code", {}, "location.origin"),
      " fits a page that comes from the same address.",
    ),
  );
}

const COLUMNS = [
  "Objective",
  "Last hour",
  "Last 5 minutes",
  "Budget left",
  "Burning",
  "Top cause",
  "Good of total",
];

/** Roles by hand: a browser may take a table that is laid out as cards for no table. */
function objectives(sorted: Objective[], now: number): HTMLElement {
  const heads = COLUMNS.map((name, index) =>
    h(
      "th",
      { scope: "col", role: "columnheader", class: index === COLUMNS.length - 1 ? "number" : null },
      name,
    ),
  );
  return section(
    "objectives-section",
    "Objectives",
    h(
      "table",
      { id: "objectives", role: "table", "aria-labelledby": "objectives-section-title" },
      h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, ...heads)),
      h("tbody", { role: "rowgroup" }, ...sorted.map((objective) => row(objective, now))),
    ),
  );
}

function row(objective: Objective, now: number): HTMLElement {
  const { name, title, threshold, view_5m, view_budget, causes, notes } = objective;
  const tier = firingTier(objective);
  return h(
    "tr",
    {
      id: `slo-${name}`,
      "data-key": name,
      role: "row",
      "data-view-5m": view_5m,
      "data-view-budget": view_budget,
      "data-urgent": String(urgency(objective) < QUIET),
      "data-severity": tier?.severity ?? "",
      "data-firing": tier?.name ?? "",
      "data-cause": causes?.[0]?.cause ?? "",
    },
    h(
      "th",
      { scope: "row", role: "rowheader" },
      h("a", { href: address(objective), "data-field": "title" }, title),
      h(
        "span",
        { class: "second" },
        `target ${percent(objective.target)}`,
        threshold && `, ${threshold}`,
        notes.length > 0 && `, ${plural(notes.length, "note")}`,
      ),
    ),
    cell("Last hour", sparkline(objective, now)),
    cell("Last 5 minutes", status(view_5m, viewWords(objective, view_5m))),
    cell("Budget left", budget(objective)),
    cell("Burning", burning(objective)),
    cell("Top cause", cause(objective)),
    cell("Good of total", total(objective), true),
  );
}

function cell(label: string, content: Child, number = false): HTMLElement {
  return h("td", { role: "cell", "data-label": label, class: number ? "number" : null }, content);
}

function budget(objective: Objective): Child {
  const { remaining, view_budget } = objective;
  return [
    h(
      "span",
      { class: "left" },
      h(
        "span",
        {
          class: "bar",
          "data-kind": view_budget,
          "data-over": remaining !== null && remaining < 0,
          "data-none": remaining === null,
          "aria-hidden": "true",
        },
        // Over budget the bar shows how much was spent too much.
        styled(h("span"), { "--share": Math.min(1, Math.abs(remaining ?? 0)) }),
      ),
      h("span", { class: "number" }, percentLeft(remaining)),
      h("span", { class: "quiet" }, viewWords(objective, view_budget)),
    ),
    h("span", { class: "second" }, lasts(objective)),
  ];
}

function burning(objective: Objective): Child {
  const tier = firingTier(objective);
  if (!tier) return h("span", { class: "quiet" }, objective.burn === null ? "–" : "no alert");
  const start = burningSince(objective);
  return [
    h("span", { class: "line strong" }, tierWords(tier)),
    h(
      "span",
      { class: "second" },
      `${times(tier.burn_long)} over ${duration(tier.long_ms)}`,
      start !== null && [", since ", stamp(start, clockMinute(start))],
    ),
  ];
}

function cause({ causes }: Objective): Child {
  const [top] = causes ?? [];
  if (!top) return h("span", { class: "quiet", "data-field": "cause" }, "–");
  return [
    h("span", { "data-field": "cause", class: "line" }, causeWords(top.cause)),
    h(
      "span",
      { class: "second" },
      `${share(top.share)} of ${plural(Math.round(top.bad / top.share), "bad event")}`,
    ),
  ];
}

function total({ total, bad, undecided }: Objective): Child {
  return [
    h("span", { class: "line" }, figure("good", total - bad), " of ", figure("total", total)),
    h(
      "span",
      { class: "second" },
      figure("bad", bad),
      " bad",
      undecided > 0 && [", ", figure("undecided", undecided), " undecided"],
    ),
  ];
}

/** In one line; the pipeline's view has the whole. */
function items({ outcomes }: State): HTMLElement {
  const { captured, journalled } = outcomes.items;
  return section(
    "items",
    "Where every item is",
    h(
      "p",
      { class: "items-line" },
      figure("captured", captured, { id: "captured", class: "figure" }),
      " captured in pages → ",
      figure("journalled", journalled, { id: "journalled", class: "figure" }),
      " journalled here. ",
      h("a", { href: "#/pipeline" }, "The whole way, with each drop"),
    ),
  );
}
