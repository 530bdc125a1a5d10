// uPlot in the page's colours and size.

import uPlot from "uplot";
import { clockMinute, count, moment } from "./text";

export interface Chart {
  show(data: uPlot.AlignedData): void;
  destroy(): void;
}

/** The page's colours now: the viewer may prefer dark. */
export interface Colours {
  text: string;
  quiet: string;
  line: string;
  good: string;
  critical: string;
  track: string;
}

type Plot = Omit<uPlot.Options, "width" | "height">;

const DAY_MS = 86_400_000;
const HEIGHT = 160;

/** A chart that fills its host's width and is drawn anew when the colours change. */
export function chart(
  host: HTMLElement,
  options: (colours: Colours) => Plot,
  data: uPlot.AlignedData,
): Chart {
  let shown = data;
  const make = () => new uPlot({ ...options(colours()), ...size(host) }, shown, host);
  let plot = make();
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const remake = () => {
    plot.destroy();
    plot = make();
  };
  dark.addEventListener("change", remake);
  const resized = new ResizeObserver(() => plot.setSize(size(host)));
  resized.observe(host);
  return {
    show(data) {
      shown = data;
      plot.setData(data);
    },
    destroy() {
      dark.removeEventListener("change", remake);
      resized.disconnect();
      plot.destroy();
    },
  };
}

function size(host: HTMLElement): { width: number; height: number } {
  return { width: Math.max(200, host.clientWidth), height: HEIGHT };
}

function colours(): Colours {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    text: value("text"),
    quiet: value("quiet"),
    line: value("line"),
    good: value("good"),
    critical: value("critical"),
    track: value("track"),
  };
}

const MINUTE_MS = 60_000;
const MINUTES = [5, 10, 15, 30, 60, 120, 180, 360, 720];
const DAYS = [1, 2, 5, 10];

/** A time axis in the viewer's zone. */
export function timeAxis({ quiet, line }: Colours): uPlot.Axis {
  return {
    stroke: quiet,
    grid: { show: false },
    ticks: { stroke: line, width: 1, size: 4 },
    incrs: (_plot, _axis, from, to) => [
      // Where ticks are named by their day, two of one day would look alike.
      ...(to - from > DAY_MS ? [] : MINUTES.map((minutes) => minutes * MINUTE_MS)),
      ...DAYS.map((days) => days * DAY_MS),
    ],
    font: "12px system-ui, sans-serif",
    space: 70,
    size: 30,
    values: (plot, splits) => {
      const { min = 0, max = 0 } = plot.scales.x ?? {};
      const long = (max ?? 0) - (min ?? 0) > DAY_MS;
      return splits.map((at) => (long ? DAY_MONTH.format(at) : clockMinute(at)));
    },
  };
}

const DAY_MONTH = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });

/** A value axis that names its unit. */
export function valueAxis({ quiet, line }: Colours, label: string): uPlot.Axis {
  return {
    stroke: quiet,
    label,
    labelSize: 20,
    labelFont: "12px system-ui, sans-serif",
    font: "12px system-ui, sans-serif",
    // One width for all charts that share a time axis, enough for “−100 000”.
    size: 66,
    grid: { stroke: line, width: 1 },
    ticks: { show: false },
    space: 36,
    values: (_plot, splits) => splits.map(short),
  };
}

/** A million and more in millions, so that no number runs into the label. */
function short(value: number): string {
  return Math.abs(value) >= 1e6 ? `${count(value / 1e6, 1)}\u202fM` : count(value, 2);
}

/** The first series of every chart: times in milliseconds. */
export const TIME_SERIES: uPlot.Series = {
  label: "Time",
  value: (_plot, at) => (at === null ? "–" : moment(at, Date.now())),
};
