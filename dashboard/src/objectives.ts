// How an objective is put into words and into order.

import type { Minute, Objective, Tier } from "./api";
import { clockMinute, count, duration, percentLeft, plain, plural, times } from "./text";

const VIEW_WORDS: Record<string, string> = {
  no_data: "no data",
  healthy: "healthy",
  warning: "warning",
  critical: "critical",
  met: "met",
  at_risk: "at risk",
  breached: "breached",
};

/** From this rank of {@link urgency} on nobody needs to look. */
export const QUIET = 6;

/** The order of the table: 0 for what wakes somebody, last what has nothing to say. */
export function urgency(objective: Objective): number {
  const tier = firingTier(objective);
  if (tier?.severity === "page") return tier === objective.tiers[0] ? 0 : 1;
  if (objective.view_5m === "critical") return 2;
  if (objective.view_budget === "breached") return 3;
  if (tier) return 4;
  if (objective.view_budget === "at_risk") return 5;
  if (objective.view_5m === "warning") return QUIET;
  return objective.view_budget === "no_data" ? QUIET + 2 : QUIET + 1;
}

/** The most urgent first; among equals what fires, then what has the least budget left, then the order of the file. */
export function byUrgency(objectives: Objective[]): Objective[] {
  return [...objectives].sort(
    (one, other) =>
      urgency(one) - urgency(other) ||
      firingRank(one) - firingRank(other) ||
      (one.remaining ?? 1) - (other.remaining ?? 1),
  );
}

/** The place of the fastest tier that fires; after all tiers where none does. */
function firingRank({ tiers }: Objective): number {
  const at = tiers.findIndex(({ firing }) => firing);
  return at < 0 ? tiers.length : at;
}

/** Whether its own notes say that no event is ever judged: then it does not wait for data. */
export function isUnjudged({ view_budget, notes }: Objective): boolean {
  return view_budget === "no_data" && notes.some((note) => note.startsWith("No hours are "));
}

/** A view of the objective in words. */
export function viewWords(objective: Objective, view: string): string {
  if (view === "no_data" && isUnjudged(objective)) return "not judged";
  return VIEW_WORDS[view] ?? view;
}

/** The fastest tier that fires. */
export function firingTier(objective: Objective): Tier | undefined {
  return objective.tiers.find((tier) => tier.firing);
}

/** How the whole stands, in the worst objective's words. */
export function overall(sorted: Objective[]): "no_data" | "healthy" | "warning" | "critical" {
  const worst = sorted[0];
  if (!worst || sorted.every(({ view_budget }) => view_budget === "no_data")) return "no_data";
  const rank = urgency(worst);
  if (rank <= 3) return "critical";
  return rank < QUIET ? "warning" : "healthy";
}

/** What is wrong, to be read after the title and a colon: “Audio scores 0.85 or more: critical”. */
export function trouble(objective: Objective): string {
  return [what(objective), since(objective), mostly(objective)].filter(Boolean).join("");
}

function what(objective: Objective): string {
  const tier = firingTier(objective);
  if (tier) return `burns ${times(tier.burn_long)} over ${duration(tier.long_ms)}`;
  if (objective.view_5m === "critical") return "critical";
  if (objective.view_budget === "breached") return "over its budget";
  return `${percentLeft(objective.remaining)} of its budget left`;
}

function since(objective: Objective): string {
  const start = burningSince(objective);
  return start === null ? "" : ` since ${clockMinute(start)}`;
}

/** Named only where one cause has at least half. */
function mostly(objective: Objective): string {
  const top = objective.causes?.[0];
  if (!firingTier(objective) && objective.view_5m !== "critical") return "";
  return top && top.share >= 0.5 && top.cause !== "unknown" ? `, mostly ${causeWords(top.cause)}` : "";
}

/** So many quiet minutes end a stretch of burning ones. */
const PAUSE_MS = 5 * 60_000;

/**
 * The minute in which the present stretch of minutes over budget began; `null` where none fires, where it is over though
 * a long window still fires, or where it began before the hour that is known.
 */
export function burningSince(objective: Objective): number | null {
  const tier = firingTier(objective);
  const minutes = objective.minutes ?? [];
  if (!tier || minutes.length === 0 || objective.last_5m.bad === 0) return null;
  const burning = minutes.filter((minute) => burnOf(minute, objective.target) > 1);
  let start: number | null = null;
  for (const [at] of burning.reverse()) {
    if (start !== null && start - at > PAUSE_MS) break;
    start = at;
  }
  const first = minutes[0]?.[0] ?? 0;
  const last = minutes.at(-1)?.[0] ?? 0;
  const reachesBack = start === first && last - first >= 55 * 60_000;
  return reachesBack ? null : start;
}

function burnOf([, good, bad]: Minute, target: number): number {
  return good + bad === 0 ? 0 : bad / (good + bad) / (1 - target);
}

const CAUSE_WORDS: Record<string, string> = {
  app: "the app's code",
  render: "rendering",
  unknown: "unknown",
  not_painted: "never painted",
  revised: "revised words",
  waiting: "waiting for the first token",
  no_token: "no token came",
  low_score: "a low score",
  slow_connection: "a slow connection",
  abandoned: "given up",
  failed: "failed calls",
  loss: "lost packets",
  stall: "stalled audio",
};

export function causeWords(cause: string): string {
  return Object.hasOwn(CAUSE_WORDS, cause) ? (CAUSE_WORDS[cause] ?? cause) : plain(cause);
}

const TIER_WORDS: Record<string, string> = {
  page_fast: "Wakes somebody, fast",
  page_slow: "Wakes somebody, slow",
  ticket_fast: "Opens a ticket, fast",
  ticket_slow: "Opens a ticket, slow",
};

export function tierWords({ name }: Tier): string {
  return TIER_WORDS[name] ?? plain(name);
}

export function tierState(tier: Tier): string {
  if (!tier.enabled) return "off";
  if (tier.firing) return "fires";
  return tier.considered ? "quiet" : `quiet: ${whyQuiet(tier)}`;
}

/** What the long window lacks, so that a few events by themselves do not wake anybody. */
function whyQuiet({ long_ms, least_events, least_bad, events_long, bad_long }: Tier): string {
  const needs = (least: number, what: string, has: number) =>
    `needs ${plural(least, what)} over ${duration(long_ms)}, has ${count(has)}`;
  if (events_long !== undefined && events_long < least_events)
    return needs(least_events, "event", events_long);
  if (least_bad !== undefined && bad_long !== undefined && bad_long < least_bad)
    return needs(least_bad, "bad event", bad_long);
  return `fewer than ${count(least_events)} events, or too few bad ones`;
}

const DAY_MS = 86_400_000;

/** How long the budget lasts. */
export function lasts({ remaining, lasts_ms, window_days }: Objective): string {
  if (remaining !== null && remaining < 0) return "over budget";
  if (lasts_ms === null) return "";
  if (lasts_ms > window_days * DAY_MS) return `lasts more than ${window_days}\u202fd`;
  return `lasts ${duration(lasts_ms)} at this rate`;
}
