// The compliance of the last hour in a line's height: each minute's share of good events, above the target or below.

import type { Minute, Objective } from "./api";
import { h, s } from "./dom";
import { clockMinute, percent } from "./text";

const MINUTE_MS = 60_000;
const WIDTH = 120;
const HEIGHT = 28;
const EDGE = 2;

/** A bar a minute: up where the target was kept, down where it was missed, longer the more it was. */
export function sparkline(objective: Objective, now: number): Element {
  const minutes = (objective.minutes ?? []).filter(([, good, bad]) => good + bad > 0);
  if (minutes.length === 0) return h("span", { class: "second" }, "nothing in the last hour");
  const end = Math.floor(now / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
  const { target } = objective;
  const lowest = Math.min(...minutes.map(ratio));
  // Half the height for what is kept, up to all; half for what is missed, down to the worst minute, and at least as
  // far below the target as all is above it. On one scale a target of 99 % would leave no height to keep it.
  const floor = Math.max(0, Math.min(lowest, 2 * target - 1));
  const line = HEIGHT / 2;
  const reach = line - EDGE;
  const y = (share: number) =>
    share >= target
      ? line - ((share - target) / (1 - target)) * reach
      : line + ((target - share) / (target - floor)) * reach;
  const step = WIDTH / 60;

  let kept = "";
  let missed = "";
  for (const minute of minutes) {
    const x = WIDTH - ((end - minute[0]) / MINUTE_MS) * step;
    const share = ratio(minute);
    if (x < 0 || x >= WIDTH) continue;
    if (share >= target) kept += bar(x, y(share), line);
    else missed += bar(x, line, y(share));
  }
  return s(
    "svg",
    {
      class: "sparkline",
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      width: WIDTH,
      height: HEIGHT,
      role: "img",
      "aria-label": summary(minutes, objective.target),
    },
    s("path", { class: "kept", d: kept }),
    s("path", { class: "missed", d: missed }),
    s("path", { class: "target", d: `M0 ${round(line)}H${WIDTH}` }),
  );

  function bar(x: number, top: number, bottom: number): string {
    // A minute exactly at its bound still shows.
    const height = Math.max(1, bottom - top);
    return `M${round(x)} ${round(top)}h${round(step - 0.5)}v${round(height)}h${round(0.5 - step)}z`;
  }
}

function summary(minutes: Minute[], target: number): string {
  const missed = minutes.filter((minute) => ratio(minute) < target).length;
  const worst = minutes.reduce((one, other) => (ratio(other) < ratio(one) ? other : one));
  const words = `Last hour: the target was missed in ${missed} of ${minutes.length} minutes with events`;
  return missed === 0
    ? words
    : `${words}, worst ${percent(ratio(worst), 1)} good at ${clockMinute(worst[0])}`;
}

function ratio([, good, bad]: Minute): number {
  return good / (good + bad);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
