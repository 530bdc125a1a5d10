// How an objective is put into words and into order.

import type { Minute, Objective, Tier } from "./api";
import { clockMinute, count, duration, percentLeft, plain, times } from "./text";

export const VIEW_WORDS: Record<string, string> = {
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

/** The most urgent first; equals stay in the order of the file. */
export function byUrgency(objectives: Objective[]): Objective[] {
  return [...objectives].sort((one, other) => urgency(one) - urgency(other));
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

/** What is wrong, as the rest of a sentence that begins with the title. */
export function trouble(objective: Objective): string {
  return [what(objective), since(objective), mostly(objective)].filter(Boolean).join("");
}

function what(objective: Objective): string {
  const tier = firingTier(objective);
  if (tier) return `burns ${times(tier.burn_long)}`;
  if (objective.view_5m === "critical") return "is critical";
  if (objective.view_budget === "breached") return "is over its budget";
  return `has ${percentLeft(objective.remaining)} of its budget left`;
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
 * The minute in which the present stretch of minutes over budget began; `null` where none fires, or where it began
 * before the hour that is known.
 */
export function burningSince(objective: Objective): number | null {
  const tier = firingTier(objective);
  const minutes = objective.minutes ?? [];
  if (!tier || minutes.length === 0) return null;
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
  page_fast: "Page, fast",
  page_slow: "Page, slow",
  ticket_fast: "Ticket, fast",
  ticket_slow: "Ticket, slow",
};

export function tierWords({ name }: Tier): string {
  return TIER_WORDS[name] ?? plain(name);
}

export function tierState(tier: Tier): string {
  if (!tier.enabled) return "off";
  if (tier.firing) return tier.severity === "page" ? "pages" : "opens a ticket";
  return tier.considered
    ? "quiet"
    : `quiet: fewer than ${count(tier.least_events)} events, or too few bad ones`;
}

const DAY_MS = 86_400_000;

/** How long the budget lasts. */
export function lasts({ remaining, lasts_ms, window_days }: Objective): string {
  if (remaining !== null && remaining < 0) return "over budget";
  if (lasts_ms === null) return "";
  if (lasts_ms > window_days * DAY_MS) return `lasts more than ${window_days}\u202fd`;
  return `lasts ${duration(lasts_ms)} at this rate`;
}
