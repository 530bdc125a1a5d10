// @ts-check
import { random } from "./random.mjs";
import { SESSIONS } from "./sessions.mjs";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** name, title, target, threshold, events a minute */
/** @type {[string, string, number, string | null, number][]} */
const KNOWN = [
  ["ttft_p95_ms", "Translations begin within 450 ms", 0.95, "≤ 450 ms", 12],
  ["caption_latency_p99_ms", "Captions appear within 250 ms", 0.99, "≤ 250 ms", 240],
  ["word_retraction_rate", "Displayed words stay", 0.95, null, 300],
  ["translation_accuracy", "Translations score 0.90 or more", 0.95, "≥ 0.9", 11],
  ["service_availability", "Services answer", 0.999, null, 60],
  ["error_rate", "Requests succeed", 0.99, null, 60],
  ["throughput_rps", "Traffic reaches 50 requests per second", 0.95, "≥ 50 per second", 0],
  ["call_setup_time_ms", "Calls connect within 2 s", 0.95, "≤ 2000 ms", 3],
  ["audio_quality_score", "Audio scores 0.85 or more", 0.95, "≥ 0.85", 18],
];

/** name, severity, long, short, factor */
/** @type {[string, string, number, number, number][]} */
const TIERS = [
  ["page_fast", "page", HOUR, 5 * MINUTE, 14.4],
  ["page_slow", "page", 6 * HOUR, 30 * MINUTE, 6],
  ["ticket_fast", "ticket", DAY, 2 * HOUR, 3],
  ["ticket_slow", "ticket", 3 * DAY, 6 * HOUR, 1],
];

/** What is wrong in the burning state: the burn of the last half hour, and why. */
/** @type {Record<string, { burn: number, since: number, causes: [string, number][] }>} */
const TROUBLE = {
  caption_latency_p99_ms: {
    burn: 22,
    since: 42,
    causes: [
      ["main_thread", 0.71],
      ["network", 0.19],
      ["render", 0.06],
      ["not_painted", 0.04],
    ],
  },
  service_availability: {
    burn: 8,
    since: 55,
    causes: [
      ["server_error of roster", 0.8],
      ["timeout of captions", 0.2],
    ],
  },
  audio_quality_score: {
    burn: 2,
    since: 25,
    causes: [
      ["loss", 0.6],
      ["delay", 0.3],
      ["stall", 0.1],
    ],
  },
};

/** @param {import("./fixture.mjs").Kind} kind @param {number} now */
export function objectives(kind, now) {
  return KNOWN.map((known) => objective(kind, known, now));
}

/** @param {import("./fixture.mjs").Kind} kind @param {(typeof KNOWN)[number]} known @param {number} now */
function objective(kind, [name, title, target, threshold, rate], now) {
  const trouble = kind === "burning" ? TROUBLE[name] : undefined;
  const minutes = kind === "empty" || rate === 0 ? [] : minutesOf(name, target, rate, trouble, now);
  const [good, bad] = minutes.reduce(
    ([good, bad], one) => [good + (one[1] ?? 0), bad + (one[2] ?? 0)],
    [0, 0],
  );
  const total = minutes.length === 0 ? 0 : rate * 60 * 24 * 9;
  const allBad = Math.round(total * (1 - target) * (trouble ? (trouble.burn > 10 ? 1.08 : 0.83) : 0.31));
  const burnHour = total === 0 ? null : bad / (good + bad) / (1 - target);
  const remaining = total === 0 ? null : 1 - allBad / (total * (1 - target));
  const [last = [now, 0, 0, 0]] = minutes.slice(-1);
  return {
    name,
    title,
    description: `${title}: each event is judged from its raw value, by the gateway, as it arrives.`,
    service: "captions",
    target,
    threshold,
    window_days: 30,
    total,
    bad: allBad,
    undecided: name.startsWith("caption") ? Math.round(total / 400) : 0,
    late: 0,
    ratio: total === 0 ? null : 1 - allBad / total,
    remaining,
    burn: total === 0 ? null : allBad / total / (1 - target),
    lasts_ms: remaining !== null && remaining > 0 && burnHour ? (30 * DAY * remaining) / burnHour : null,
    view_5m: total === 0 ? "no_data" : trouble ? (trouble.burn > 10 ? "critical" : "warning") : "healthy",
    view_budget:
      remaining === null
        ? "no_data"
        : remaining < 0
          ? "breached"
          : trouble || remaining < 0.25
            ? "at_risk"
            : "met",
    last_5m: { good: (last[1] ?? 0) * 5, bad: (last[2] ?? 0) * 5, undecided: 0 },
    tiers: TIERS.map((tier) => tierOf(tier, target, burnHour, trouble?.burn ?? 0, rate)),
    undecided_share_high: false,
    notes:
      rate === 0
        ? [
            "No hours are configured in which traffic is expected (`expected: []`), so no minute is ever judged.",
          ]
        : [],
    definition: `events: each ${name} sample\ngood: value ${threshold ?? "not counted as bad"}\ntarget: ${target} of 30d, rolling`,
    ...whyOf(trouble, bad, threshold, now),
    minutes,
  };
}

/** @param {(typeof TIERS)[number]} tier @param {number} target @param {number | null} burnHour @param {number} burn @param {number} rate */
function tierOf([name, severity, long_ms, short_ms, factor], target, burnHour, burn, rate) {
  const spread = long_ms / HOUR;
  const burn_long = burnHour === null ? null : Math.max(burnHour / Math.sqrt(spread), 0.2);
  const burn_short = burnHour === null ? null : Math.max(burn, burnHour) / Math.sqrt(spread);
  const firing = (burn_long ?? 0) > factor && (burn_short ?? 0) > factor;
  const least_events = Math.ceil(1 / (factor * (1 - target)));
  const events_long = Math.round((burnHour === null ? 0 : rate * long_ms) / MINUTE);
  const bad_long = Math.round(events_long * (burn_long ?? 0) * (1 - target));
  const least_bad = 5;
  return {
    name,
    severity,
    long_ms,
    short_ms,
    factor,
    burn_long,
    burn_short,
    least_events,
    enabled: true,
    least_bad,
    events_long,
    bad_long,
    considered: events_long >= least_events && bad_long >= least_bad,
    firing,
  };
}

/** @param {string} name @param {number} target @param {number} rate @param {(typeof TROUBLE)[string] | undefined} trouble @param {number} now */
function minutesOf(name, target, rate, trouble, now) {
  const next = random(name.length * 7919);
  const start = Math.floor(now / MINUTE) * MINUTE - 59 * MINUTE;
  return Array.from({ length: 60 }, (_, index) => {
    const events = Math.max(1, Math.round(rate * (0.7 + 0.6 * next())));
    const isBurning = trouble && 59 - index < trouble.since;
    const burn = isBurning ? trouble.burn * (0.6 + 0.8 * next()) : next() < 0.2 ? next() : 0;
    const bad = Math.min(events, Math.round(events * burn * (1 - target)));
    return [start + index * MINUTE, events - bad, bad, 0];
  });
}

/** @param {(typeof TROUBLE)[string] | undefined} trouble @param {number} bad @param {string | null} threshold @param {number} now */
function whyOf(trouble, bad, threshold, now) {
  if (!trouble || bad === 0) return { causes: [], worst_sessions: [], recent_violations: [] };
  return {
    causes: trouble.causes.map(([cause, share], index) => ({
      cause,
      bad: Math.round(bad * share),
      share,
      sessions: 9 - 2 * index,
    })),
    worst_sessions: SESSIONS.slice(0, 5).map((session, index) => ({
      session,
      bad: Math.round(bad / (2 + index * 2)),
      last_at: now - index * 47_000,
    })),
    recent_violations: Array.from({ length: 5 }, (_, index) => ({
      at: now - 3000 - index * 11_400,
      value: index === 2 ? null : threshold?.includes("ms") ? 268 + index * 91.3 : 0.71,
      error: threshold?.includes("ms") ? 1.8 : 0,
      cause: trouble.causes[index % trouble.causes.length]?.[0] ?? "unknown",
      session: SESSIONS[index] ?? "",
      labels: { language: index % 2 ? "de" : "en" },
    })),
  };
}

/** `/api/v1/slos/NAME` @param {import("./fixture.mjs").Kind} kind @param {string} name @param {number} range @param {number} now */
export function history(kind, name, range, now) {
  const known = KNOWN.find(([one]) => one === name);
  if (!known) return undefined;
  const [, , target, , rate] = known;
  const state = objective(kind, known, now);
  const step_ms = Math.max(MINUTE, (range * MINUTE) / 360);
  // This one began five hours ago.
  const most = name === "call_setup_time_ms" ? Math.ceil((5 * HOUR) / step_ms) : 360;
  const steps = kind === "empty" || rate === 0 ? 0 : Math.min(most, range);
  const trouble = kind === "burning" ? TROUBLE[name] : undefined;
  const next = random(range);
  const start = Math.floor(now / step_ms) * step_ms - (steps - 1) * step_ms;
  const counts = Array.from({ length: steps }, (_, index) => {
    const at = start + index * step_ms;
    const events = Math.round(rate * (step_ms / MINUTE) * (0.7 + 0.6 * next()));
    const isBurning = trouble && now - at < trouble.since * MINUTE;
    const bad = Math.round(
      events * (1 - target) * (isBurning ? trouble.burn * (0.6 + 0.8 * next()) : 0.5 * next()),
    );
    return { at, good: Math.max(0, events - bad), bad, undecided: index % 9 === 0 ? 1 : 0 };
  });
  let left = state.remaining ?? 0;
  const budget = Math.max(1, state.total * (1 - target));
  const backwards = counts.toReversed().map((one) => {
    const step = { ...one, remaining: left };
    left += one.bad / budget;
    return step;
  });
  return { now, objective: state, step_ms, window_from: now - 30 * DAY, history: backwards.toReversed() };
}
