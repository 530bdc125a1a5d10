// Times to pixels and back, and where an axis has its ticks.

export interface Scale {
  from: number;
  to: number;
  /** In pixels. */
  width: number;
}

export function x({ from, to, width }: Scale, at: number): number {
  return ((at - from) / (to - from)) * width;
}

export function time({ from, to, width }: Scale, pixels: number): number {
  return from + (pixels / width) * (to - from);
}

/** Whether anything from `at` to `end` can be seen. */
export function visible(scale: Scale, at: number, end = at): boolean {
  return end >= scale.from && at <= scale.to;
}

const STEPS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 10e3, 15e3, 30e3, 60e3, 120e3, 300e3, 600e3, 900e3,
  1800e3, 3600e3, 7200e3, 21_600e3, 86_400e3,
];

/** Round times, at least `space` pixels apart. */
export function ticks(scale: Scale, space: number): { step: number; at: number[] } {
  const least = ((scale.to - scale.from) / scale.width) * space;
  const step = STEPS.find((one) => one >= least) ?? 86_400e3;
  // Round in the viewer's zone.
  const offset = new Date(scale.from).getTimezoneOffset() * 60_000;
  const at: number[] = [];
  for (let next = Math.ceil((scale.from - offset) / step) * step + offset; next <= scale.to; next += step)
    at.push(next);
  return { step, at };
}

/** The least round number that holds all values, and at least `least`. */
export function ceiling(values: number[], least: number): number {
  const most = values.reduce((one, other) => Math.max(one, other), least);
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 2.5, 5, 10].map((step) => step * power).find((one) => one >= most * 0.999) ?? most;
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
