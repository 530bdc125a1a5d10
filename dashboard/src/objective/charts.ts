// The charts of an objective: the budget as it burns down, good and bad events below it on the same time axis.

import uPlot from "uplot";
import type { History, Objective, Step } from "../api";
import { type Chart, type Colours, chart, TIME_SERIES, timeAxis, valueAxis } from "../chart";
import { count, percentLeft } from "../text";

const MINUTE_MS = 60_000;

/** One cursor for all three. */
const CURSOR: uPlot.Cursor = {
  y: false,
  sync: { key: "objective" },
  drag: { x: false, y: false },
  points: { show: false },
};

/**
 * Close enough to see it burn; at least ten percent high, and never above all of the budget. Once more was spent than
 * there is, from all of it down: how much too much shows beside how much there was.
 */
function budgetRange(_plot: uPlot, least: number, most: number): [number, number] {
  if (least < 0) return [Math.floor((least * 1.05) / 5) * 5, 100];
  const bottom = Math.floor((least - 1) / 5) * 5;
  return [bottom, Math.min(100, Math.max(Math.ceil((most + 1) / 5) * 5, bottom + 10))];
}

/** The line below which more was spent than there is. */
function drawZero({ text }: Colours): (plot: uPlot) => void {
  return (plot) => {
    const { min, max } = plot.scales.y ?? {};
    if (min == null || max == null || min >= 0) return;
    const y = Math.round(plot.valToPos(0, "y", true));
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.strokeStyle = text;
    ctx.lineWidth = devicePixelRatio;
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.restore();
  };
}

/** From and to, in milliseconds: what the viewer chose, whatever there is to draw in it. */
type Span = [from: number, to: number];

interface Kind {
  id: string;
  options: (colours: Colours, span: () => Span) => Omit<uPlot.Options, "width" | "height">;
  /** `from`: where the chart begins. */
  data: (history: History, from: number) => uPlot.AlignedData;
}

const KINDS: Kind[] = [
  {
    id: "burn-down",
    options: (colours, span) => ({
      ms: 1,
      cursor: CURSOR,
      scales: { x: { range: span }, y: { range: budgetRange } },
      hooks: { draw: [drawZero(colours)] },
      axes: [timeAxis(colours), valueAxis(colours, "% of the budget")],
      series: [
        TIME_SERIES,
        {
          label: "Budget left",
          stroke: colours.good,
          width: 2,
          fill: colours.track,
          points: { show: false },
          value: (_plot, left) => percentLeft(left === null ? null : left / 100),
        },
      ],
    }),
    data: budgetLine,
  },
  bars("good-events", "Good events", "good", ({ good }) => good),
  bars("bad-events", "Bad events", "critical", ({ bad }) => bad),
];

function bars(id: string, label: string, colour: "good" | "critical", events: (step: Step) => number): Kind {
  return {
    id,
    options: (colours, span) => ({
      ms: 1,
      cursor: CURSOR,
      scales: { x: { range: span }, y: { range: (_plot, _least, most) => [0, Math.max(1, most)] } },
      axes: [
        timeAxis(colours),
        {
          ...valueAxis(colours, "events"),
          incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 1e5, 1e6],
        },
      ],
      series: [
        TIME_SERIES,
        {
          label,
          stroke: colours[colour],
          fill: colours[colour],
          width: 0,
          paths: uPlot.paths.bars?.({ size: [0.8, 40], align: 1 }),
          points: { show: false },
          value: (_plot, events) => (events === null ? "–" : count(events)),
        } as uPlot.Series,
      ],
    }),
    data: ({ history, step_ms }) => {
      const times = history.map(({ at }) => at);
      // A bar is as wide as a step, and stands after its time.
      return [
        [...times, (times.at(-1) ?? 0) + step_ms],
        [...history.map(events), null],
      ];
    },
  };
}

/** What was left before each step, and after the last: one more than there are steps. */
function budgetLine({ now, history, objective, step_ms }: History, from: number): uPlot.AlignedData {
  const after = history.map(({ remaining }) => remaining);
  const [first] = history;
  const budget = objective.total * (1 - objective.target);
  const before =
    first && first.remaining !== null && budget > 0 ? first.remaining + first.bad / budget : null;
  const times = history.map(({ at }) => at);
  // The last step is not over yet.
  times.push(Math.min(now, (times.at(-1) ?? 0) + step_ms));
  const values = [before, ...after].map((left) => (left === null ? null : left * 100));
  // Steps begin at round times, so the first one may begin before the first event of all: of the time between nothing
  // may be said.
  if (first && first.at > from && step_ms > MINUTE_MS) {
    const start = firstMinute(objective);
    if (start !== null && start >= first.at && start < (times[1] ?? now)) times[0] = start;
    else if (times.length > 2) values[0] = null;
  }
  return [times, values];
}

/** The minute of the first event of all, where that is within the hour whose minutes are known. */
function firstMinute({ minutes = [], total, undecided }: Objective): number | null {
  const known = minutes.filter(([, good, bad, open]) => good + bad + open > 0);
  const events = known.reduce((sum, [, good, bad, open]) => sum + good + bad + open, 0);
  return events >= total + undecided ? (known[0]?.[0] ?? null) : null;
}

export interface Charts {
  /** Draws the last `minutes` into the hosts that the view has rendered. */
  show(root: ParentNode, history: History, minutes: number): void;
  leave(): void;
}

export function budgetCharts(): Charts {
  let shown = new Map<Element, Chart>();
  let span: Span = [0, 1];
  return {
    show(root, history, minutes) {
      span = [history.now - minutes * MINUTE_MS, history.now];
      const now = new Map<Element, Chart>();
      for (const { id, options, data: dataOf } of KINDS) {
        const host = root.querySelector<HTMLElement>(`#${id}`);
        if (!host) continue;
        const data = dataOf(history, span[0]);
        const known = shown.get(host);
        known?.show(data);
        now.set(host, known ?? chart(host, (colours) => options(colours, () => span), data));
        shown.delete(host);
      }
      for (const gone of shown.values()) gone.destroy();
      shown = now;
    },
    leave() {
      for (const one of shown.values()) one.destroy();
      shown.clear();
    },
  };
}
