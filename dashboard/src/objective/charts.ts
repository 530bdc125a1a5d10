// The charts of an objective: the budget as it burns down, good and bad events below it on the same time axis.

import uPlot from "uplot";
import type { History } from "../api";
import { type Chart, type Colours, chart, TIME_SCALE, TIME_SERIES, timeAxis, valueAxis } from "../chart";
import { count, percentLeft } from "../text";

/** One cursor for all three. */
const CURSOR: uPlot.Cursor = {
  y: false,
  sync: { key: "objective" },
  drag: { x: false, y: false },
  points: { show: false },
};

/** Close enough to see it burn; at least ten percent high, and never above all of the budget. */
function budgetRange(_plot: uPlot, least: number, most: number): [number, number] {
  const bottom = Math.floor((least - 1) / 5) * 5;
  return [bottom, Math.min(100, Math.max(Math.ceil((most + 1) / 5) * 5, bottom + 10))];
}

interface Kind {
  id: string;
  options: (colours: Colours) => Omit<uPlot.Options, "width" | "height">;
  values: (history: History) => (number | null)[];
}

const KINDS: Kind[] = [
  {
    id: "burn-down",
    options: (colours) => ({
      ms: 1,
      cursor: CURSOR,
      scales: { x: TIME_SCALE, y: { range: budgetRange } },
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
    values: ({ history }) => history.map(({ remaining }) => (remaining === null ? null : remaining * 100)),
  },
  bars("good-events", "Good events", "good", ({ history }) => history.map(({ good }) => good)),
  bars("bad-events", "Bad events", "critical", ({ history }) => history.map(({ bad }) => bad)),
];

function bars(id: string, label: string, colour: "good" | "critical", values: Kind["values"]): Kind {
  return {
    id,
    options: (colours) => ({
      ms: 1,
      cursor: CURSOR,
      scales: { x: TIME_SCALE, y: { range: (_plot, _least, most) => [0, Math.max(1, most)] } },
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
    values,
  };
}

/** Up to the end of the last step: a line goes on to it, a bar stands before it. */
function alignedData(
  { history, step_ms }: History,
  isLine: boolean,
  values: (number | null)[],
): uPlot.AlignedData {
  const times = history.map(({ at }) => at);
  const end = (times.at(-1) ?? 0) + step_ms;
  return [
    [...times, end],
    [...values, isLine ? (values.at(-1) ?? null) : null],
  ];
}

export interface Charts {
  /** Draws into the hosts that the view has rendered. */
  show(root: ParentNode, history: History): void;
  leave(): void;
}

export function budgetCharts(): Charts {
  let shown = new Map<Element, Chart>();
  return {
    show(root, history) {
      const now = new Map<Element, Chart>();
      for (const { id, options, values } of KINDS) {
        const host = root.querySelector<HTMLElement>(`#${id}`);
        if (!host) continue;
        const data = alignedData(history, id === "burn-down", values(history));
        const known = shown.get(host);
        known?.show(data);
        now.set(host, known ?? chart(host, options, data));
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
