// Why events were bad, and for whom.

import type { Objective, Violation } from "../api";
import { type Child, h } from "../dom";
import { causeWords } from "../objectives";
import { figure, numeric, sessionLink, shareBar, stamp, table } from "../parts";
import { plain, quantity } from "../text";

export function causeTable({ causes = [] }: Objective): Child {
  if (causes.length === 0) return quiet("No bad event in the last hour.");
  const rows = causes.map(({ cause, bad, share, sessions }) =>
    h(
      "tr",
      { "data-key": cause, "data-cause": cause },
      h("th", { scope: "row" }, causeWords(cause)),
      h("td", {}, shareBar(share, "cause")),
      h("td", { class: "number" }, figure("bad", bad)),
      h("td", { class: "number" }, figure("sessions", sessions)),
    ),
  );
  const columns = ["Cause", "Share of the bad events", numeric("Bad events"), numeric("Sessions")];
  return table("Causes, the largest first", columns, rows, { id: "causes" });
}

export function worstSessions({ worst_sessions = [] }: Objective): Child {
  if (worst_sessions.length === 0) return quiet("No session had a bad event.");
  const rows = worst_sessions.map(({ session, bad, last_at }) =>
    h(
      "tr",
      { "data-key": session },
      h("th", { scope: "row" }, sessionLink(session)),
      h("td", { class: "number" }, figure("bad", bad)),
      h("td", {}, stamp(last_at)),
    ),
  );
  return table("Sessions with the most bad events", ["Session", numeric("Bad events"), "Last at"], rows);
}

export function violationTable(objective: Objective): Child {
  const violations = objective.recent_violations ?? [];
  if (violations.length === 0) return quiet("None is remembered.");
  const unit = /\bms\b/.test(objective.threshold ?? "") ? "ms" : null;
  const rows = violations.map((one) =>
    h(
      "tr",
      { "data-key": `${one.at} ${one.session} ${one.value}`, "data-cause": one.cause },
      h("td", { "data-label": "At" }, stamp(one.at)),
      h("td", { "data-label": "Value", class: "number" }, value(one, unit)),
      h("td", { "data-label": "Cause" }, causeWords(one.cause)),
      h("td", { "data-label": "Labels" }, labels(one)),
      h("td", { "data-label": "Session" }, one.session ? sessionLink(one.session) : "–"),
    ),
  );
  return table(
    "The last bad events, newest first",
    ["At", numeric("Value"), "Cause", "Labels", "Session"],
    rows,
  );
}

/** With the error of the clocks, where there is one. */
function value({ value, error }: Violation, unit: string | null): string {
  if (value === null) return "never";
  return error > 0 ? `${quantity(value, unit)} ± ${quantity(error, unit)}` : quantity(value, unit);
}

function labels({ labels }: Violation): string {
  return (
    Object.entries(labels)
      .map(([name, value]) => `${plain(name)} ${value}`)
      .join(", ") || "–"
  );
}

function quiet(words: string): HTMLElement {
  return h("p", { class: "quiet" }, words);
}
