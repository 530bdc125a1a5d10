// A distribution from buckets: bars of equal width, since the buckets' bounds grow by themselves.

import type { Series } from "./api";
import { type Child, h, styled } from "./dom";
import { count, percent, quantity, share } from "./text";

/** Up to `good` is good, beyond `poor` is poor. */
export interface Bounds {
  good: number;
  poor: number;
}

export interface Distribution {
  bounds: number[];
  buckets: number[];
  count: number;
}

/** All series in one; those with other bounds than the first are left out. */
export function merge(series: Series[]): Distribution | null {
  const [first] = series.filter(({ buckets }) => buckets !== undefined);
  const bounds = first?.bounds;
  if (!bounds) return null;
  const buckets = new Array<number>(bounds.length + 1).fill(0);
  for (const one of series) {
    if (one.bounds?.join() !== bounds.join()) continue;
    one.buckets?.forEach((events, index) => {
      buckets[index] = (buckets[index] ?? 0) + events;
    });
  }
  return { bounds, buckets, count: buckets.reduce((total, one) => total + one, 0) };
}

/**
 * The q-quantile, as if the events of a bucket lay evenly in it. `beyond`: it lies above the last bound, which is
 * returned.
 */
export function quantile(
  { bounds, buckets, count }: Distribution,
  q: number,
): { value: number; beyond: boolean } | null {
  if (count === 0) return null;
  const rank = q * count;
  let below = 0;
  for (const [index, events] of buckets.entries()) {
    if (events > 0 && below + events >= rank) {
      const upper = bounds[index];
      const lower = index === 0 ? Math.min(0, bounds[0] ?? 0) : (bounds[index - 1] ?? 0);
      if (upper === undefined) return { value: lower, beyond: true };
      return { value: lower + ((rank - below) / events) * (upper - lower), beyond: false };
    }
    below += events;
  }
  return null;
}

/**
 * A quantile for people; it names itself an estimate by ≈. Where one bucket holds all events, its bound is all that is
 * known: to tell p50 from p99 within it would be made up.
 */
export function quantileWords(distribution: Distribution, q: number, unit: string | null): string {
  const { bounds, buckets } = distribution;
  const filled = buckets.flatMap((events, index) => (events > 0 ? [index] : []));
  const upper = filled.length === 1 ? bounds[filled[0] ?? 0] : undefined;
  if (upper !== undefined) return `≤\u202f${valueWords(upper, unit)}`;
  const found = quantile(distribution, q);
  if (!found) return "–";
  return `${found.beyond ? ">" : "≈"}\u202f${valueWords(found.value, unit)}`;
}

/** A value in its unit; a share, 0..1, where the unit is %. */
export function valueWords(value: number | null | undefined, unit: string | null): string {
  return unit === "%" && typeof value === "number" ? percent(value, 2) : quantity(value, unit);
}

/** The share of events up to a bound; exact where it is one of the buckets' bounds. */
export function shareUpTo({ bounds, buckets, count }: Distribution, bound: number): number {
  let events = 0;
  bounds.forEach((upper, index) => {
    if (upper <= bound) events += buckets[index] ?? 0;
  });
  return count > 0 ? events / count : 0;
}

/** Bars from the first to the last bucket that holds anything. `marks` are bounds of the buckets that mean something. */
export function histogram(
  name: string,
  distribution: Distribution,
  unit: string | null,
  { marks = [], vital }: { marks?: number[]; vital?: Bounds | undefined } = {},
): HTMLElement {
  const { bounds, buckets } = distribution;
  const marked = vital ? [vital.good, vital.poor] : marks;
  const [from, to] = shownRange(distribution, marked);
  const most = Math.max(1, ...buckets);
  const every = Math.ceil((to - from + 1) / 7);
  const columns: Child[] = [];
  for (let index = from; index <= to; index++) {
    const events = buckets[index] ?? 0;
    const upper = bounds[index];
    const mark = upper !== undefined && marked.includes(upper);
    const besideMark = marked.some((at) => at === bounds[index - 1] || at === bounds[index + 1]);
    const labelled = mark || (!besideMark && (index - from) % every === every - 1);
    columns.push(
      h(
        "div",
        {
          class: "bucket",
          "data-grade": vital ? grade(bounds[index - 1] ?? 0, upper, vital) : null,
          title: `${range(bounds, index, unit)}: ${count(events)}, ${share(events / Math.max(1, distribution.count), 1)}`,
        },
        h(
          "div",
          { class: "bucket-bar" },
          styled(h("span", { "data-some": events > 0 }), { "--share": events / most }),
        ),
        mark && h("span", { class: "mark" }),
        h("span", { class: "bound" }, labelled && upper !== undefined ? shortBound(upper, unit) : ""),
      ),
    );
  }
  return h(
    "div",
    { class: "histogram", role: "img", "aria-label": `${name}: ${inWords(distribution, unit)}` },
    h("span", { class: "most number" }, `${count(Math.max(...buckets))}\u202fevents`),
    styled(h("div", { class: "buckets", "aria-hidden": "true" }, ...columns), { "--columns": to - from + 1 }),
    h("span", { class: "axis-unit" }, unit ? `upper bound, ${unit}` : "upper bound"),
  );
}

function shownRange({ bounds, buckets }: Distribution, marks: number[]): [number, number] {
  const filled = buckets.flatMap((events, index) => (events > 0 ? [index] : []));
  const around = marks.flatMap((at) => {
    const index = bounds.indexOf(at);
    return index < 0 ? [] : [index, index + 1];
  });
  const all = [...filled, ...around];
  return [Math.max(0, Math.min(...all) - 1), Math.min(buckets.length - 1, Math.max(...all) + 1)];
}

function grade(lower: number, upper: number | undefined, { good, poor }: Bounds): string {
  if (upper !== undefined && upper <= good) return "good";
  return lower >= poor ? "poor" : "middling";
}

function range(bounds: number[], index: number, unit: string | null): string {
  const upper = bounds[index];
  const lower = bounds[index - 1];
  if (upper === undefined) return `above ${valueWords(lower, unit)}`;
  if (lower === undefined) return `up to ${valueWords(upper, unit)}`;
  return `${valueWords(lower, unit)} to ${valueWords(upper, unit)}`;
}

function shortBound(bound: number, unit: string | null): string {
  if (unit === "%") return count(bound * 100, 2);
  return bound >= 10_000 ? `${bound / 1000}k` : String(bound);
}

function inWords(distribution: Distribution, unit: string | null): string {
  const quantiles = [0.5, 0.95, 0.99].map((q) => `p${q * 100} ${quantileWords(distribution, q, unit)}`);
  return `${count(distribution.count)} events, estimated ${quantiles.join(", ")}`;
}
