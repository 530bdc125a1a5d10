// One objective: how its budget goes, what burns, why, and for whom.

import type { History, Objective, State } from "../api";
import { type Child, h, render } from "../dom";
import { feed, type Result } from "../feed";
import { burnTable } from "../objective/burn";
import { budgetCharts } from "../objective/charts";
import { causeTable, violationTable, worstSessions } from "../objective/why";
import { isUnjudged, lasts, overall, QUIET, trouble, urgency, viewWords } from "../objectives";
import { figure, message, numeric, section, shape, stamp, status, table } from "../parts";
import { options, parse } from "../router";
import { capitalized, count, duration, percent, percentLeft, times } from "../text";
import { content, type View } from "../view";

const RANGES: [minutes: number, words: string][] = [
  [60, "1 hour"],
  [360, "6 hours"],
  [1440, "1 day"],
  [10_080, "7 days"],
  [43_200, "30 days"],
];

const DEFAULT_MINUTES = 60;

function chosenMinutes(): number {
  const chosen = Number(options(location.hash).get("minutes"));
  return RANGES.some(([minutes]) => minutes === chosen) ? chosen : DEFAULT_MINUTES;
}

export function open(root: HTMLElement, name: string, state: State | undefined): View {
  const path = (minutes: number) => `/api/v1/slos/${encodeURIComponent(name)}?minutes=${minutes}`;
  let minutes = chosenMinutes();
  /** What the data is of, which may still be what was chosen before. */
  let shownMinutes = minutes;
  let live = state;
  let result: Result<History> = { kind: "loading" };
  const charts = budgetCharts();

  const update = () => {
    const known = live?.slos.objectives.find((objective) => objective.name === name);
    const objective = result.kind === "data" ? result.data.objective : known;
    render(root, top(objective, name), main(result, objective, name, minutes));
    if (result.kind === "data") charts.show(root, result.data, shownMinutes);
    else charts.leave();
    if (objective) document.title = `${objective.title} · Honeyguide`;
  };
  const reading = feed<History>(path(minutes), (next) => {
    result = next;
    if (next.kind === "data" && !next.stale) shownMinutes = minutes;
    update();
  });
  const show = (chosen: number) => {
    if (chosen === minutes) return;
    minutes = chosen;
    reading.open(path(minutes));
    update();
  };
  const choose = (event: Event) => {
    const chosen = event.target instanceof HTMLElement ? event.target.dataset.minutes : undefined;
    if (!chosen) return;
    // In the address it survives a reload; no entry of the history, so that Back leaves the objective.
    const option = Number(chosen) === DEFAULT_MINUTES ? "" : `?minutes=${chosen}`;
    history.replaceState(null, "", `#/objective/${encodeURIComponent(name)}${option}`);
    show(Number(chosen));
  };
  const readdress = () => {
    if (parse(location.hash).argument === name) show(chosenMinutes());
  };
  root.addEventListener("click", choose);
  addEventListener("hashchange", readdress);
  return {
    update(next) {
      live = next;
      if (result.kind !== "data") update();
      reading.refresh();
    },
    leave() {
      root.removeEventListener("click", choose);
      removeEventListener("hashchange", readdress);
      reading.stop();
      charts.leave();
    },
  };
}

function top(objective: Objective | undefined, name: string): Child {
  return [
    h("p", { class: "back" }, h("a", { href: "#/" }, "All objectives")),
    h(
      "h1",
      { tabindex: "-1", "data-state": objective ? overall([objective]) : "no_data" },
      shape(),
      h("span", {}, objective?.title ?? name),
    ),
    objective && h("p", { class: "lead" }, sentence(objective)),
  ];
}

function sentence(objective: Objective): string {
  if (isUnjudged(objective)) return `It is not judged. ${objective.notes.join(" ")}`;
  if (objective.view_budget === "no_data") return "No event has been judged yet.";
  if (urgency(objective) < QUIET) return `${capitalized(trouble(objective))}.`;
  return "It is kept.";
}

function main(
  result: Result<History>,
  objective: Objective | undefined,
  name: string,
  minutes: number,
): Child {
  if (!objective) {
    const unknown = message(
      "empty",
      "There is no such objective",
      h(
        "p",
        {},
        `The gateway judges none by the name of ${name}. `,
        h("a", { href: "#/" }, "See all objectives"),
        ".",
      ),
    );
    return content(result, "the objective", unknown, () => null);
  }
  const nothing = message("empty", "This gateway keeps no history of objectives. Update it.");
  return [
    facts(objective),
    h(
      "div",
      { class: "columns", "data-key": "why" },
      section("why", "Causes in the last hour", causeTable(objective)),
      section("worst-sessions", "Worst sessions of the last hour", worstSessions(objective)),
    ),
    section(
      "history",
      "History",
      ranges(minutes),
      content(result, "the history", nothing, (history) => historyParts(history)),
    ),
    section("burn", "Burn, window by window", burnTable(objective)),
    section("violations", "Last violations", violationTable(objective)),
    section("definition", "Definition", definition(objective)),
  ];
}

function facts(objective: Objective): HTMLElement {
  const { view_5m, view_budget, last_5m } = objective;
  const fact = (name: string, value: Child, more: Child) =>
    h("div", {}, h("dt", {}, name), h("dd", { class: "figure" }, value), h("dd", { class: "second" }, more));
  return h(
    "dl",
    { class: "facts", "data-key": "facts" },
    fact("Good", percent(objective.ratio), [
      figure("good", objective.total - objective.bad),
      " of ",
      figure("total", objective.total),
      `, target ${percent(objective.target)}`,
    ]),
    fact("Budget left", percentLeft(objective.remaining), [
      status(view_budget, viewWords(objective, view_budget)),
      lasts(objective) && ` ${lasts(objective)}`,
    ]),
    fact(
      "Burn",
      times(objective.burn),
      `over ${objective.window_days}\u202fd; 1× spends the budget just in time`,
    ),
    fact("Last 5 minutes", status(view_5m, viewWords(objective, view_5m)), [
      `${count(last_5m.good)} good, ${count(last_5m.bad)} bad`,
      last_5m.undecided > 0 && `, ${count(last_5m.undecided)} undecided`,
    ]),
  );
}

function ranges(chosen: number): HTMLElement {
  const button = ([minutes, words]: (typeof RANGES)[number]) =>
    h(
      "button",
      { type: "button", "data-minutes": minutes, "aria-pressed": String(minutes === chosen) },
      words,
    );
  return h("div", { class: "buttons", role: "group", "aria-label": "The last" }, ...RANGES.map(button));
}

function historyParts({ history, step_ms }: History): Child {
  if (history.length === 0) return message("empty", "No event in this range");
  const step = step_ms === 60_000 ? "minute" : duration(step_ms);
  const good = history.reduce((total, one) => total + one.good, 0);
  const bad = history.reduce((total, one) => total + one.bad, 0);
  const last = history.filter(({ remaining }) => remaining !== null).at(-1);
  const chart = (id: string, title: string, words: string) =>
    h(
      "figure",
      { class: "chart", "data-key": id },
      h("figcaption", {}, title),
      h("div", { id, "data-island": true, role: "img", "aria-label": words }),
    );
  return [
    chart(
      "burn-down",
      "Budget left",
      `Budget left over time, at the end ${percentLeft(last?.remaining ?? null)}`,
    ),
    chart("good-events", `Good events per ${step}`, `${count(good)} good events in this range`),
    chart("bad-events", `Bad events per ${step}`, `${count(bad)} bad events in this range`),
    h("details", {}, h("summary", {}, "The same as a table"), stepTable(history, step)),
  ];
}

/** Steps with nothing in them are left out. */
function stepTable(history: History["history"], step: string): HTMLElement {
  const filled = history.filter(({ good, bad, undecided }) => good + bad + undecided > 0).reverse();
  const rows = filled.map((one) =>
    h(
      "tr",
      { "data-key": one.at },
      h("td", {}, stamp(one.at)),
      h("td", { class: "number" }, count(one.good)),
      h("td", { class: "number" }, count(one.bad)),
      h("td", { class: "number" }, count(one.undecided)),
      h("td", { class: "number" }, percentLeft(one.remaining)),
    ),
  );
  return table(
    `Events per ${step}, newest first`,
    ["From", numeric("Good"), numeric("Bad"), numeric("Undecided"), numeric("Budget left")],
    rows,
  );
}

function definition(objective: Objective): Child {
  return [
    objective.notes.length > 0 &&
      h("ul", { class: "note-list" }, ...objective.notes.map((note) => h("li", {}, note))),
    h("p", { class: "prose" }, objective.description),
    objective.definition && h("pre", {}, h("code", {}, objective.definition)),
    h(
      "p",
      { class: "second" },
      h("code", {}, objective.name),
      objective.threshold && ` ${objective.threshold}`,
      `, ${percent(objective.target)} of events good over ${objective.window_days}\u202fdays`,
    ),
  ];
}
