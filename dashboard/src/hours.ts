// How often something happened in each of the last 24 hours.

import type { ErrorGroup } from "./api";
import { s } from "./dom";
import { count, plural } from "./text";

const HOUR_MS = 3_600_000;
const WIDTH = 96;
const HEIGHT = 24;

/** A bar an hour. */
export function hours({ hours }: ErrorGroup, now: number): Element {
  const last = Math.floor(now / HOUR_MS) * HOUR_MS;
  const shown = hours.filter(([start]) => start > last - 24 * HOUR_MS);
  const most = Math.max(1, ...shown.map(([, events]) => events));
  const step = WIDTH / 24;
  const bars = shown.map(([start, events]) => {
    const left = WIDTH - ((last - start) / HOUR_MS + 1) * step;
    const height = Math.max(2, (events / most) * HEIGHT);
    return `M${left.toFixed(1)} ${(HEIGHT - height).toFixed(1)}h${step - 1}v${height.toFixed(1)}h${1 - step}z`;
  });
  const total = shown.reduce((events, [, more]) => events + more, 0);
  return s(
    "svg",
    {
      class: "hours",
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      width: WIDTH,
      height: HEIGHT,
      role: "img",
      "aria-label": `${plural(total, "event")} in 24 hours, most in one hour ${count(Math.max(0, ...shown.map(([, events]) => events)))}`,
    },
    s("path", { class: "base", d: `M0 ${HEIGHT - 0.5}H${WIDTH}` }),
    s("path", { class: "events", d: bars.join("") }),
  );
}
