// A metric as a block of the page: a histogram, a gauge or a counter's table.

import type { Metric, Series } from "./api";
import {
  type Bounds,
  type Distribution,
  histogram,
  merge,
  quantileWords,
  shareUpTo,
  valueWords,
} from "./distribution";
import { type Child, h } from "./dom";
import { message, numeric, table } from "./parts";
import { count, duration, plain, quantity, share as shareWords } from "./text";

export interface Options {
  title: string;
  /** The objective's bound, as the catalogue's objectives have it. */
  marks?: number[];
  vital?: Bounds;
  /** The label that splits the metric into charts of its own. */
  split?: string;
  /** A gauge that is a share, 0..1. */
  share?: boolean;
  /** A histogram whose label sets are different things: a row each, no merged picture. */
  rows?: boolean;
  /** Takes the room of two, because its rows are long. */
  wide?: boolean;
  /** What a counter counts, where that is no events. */
  unit?: string;
}

/** How to begin, where none of the metrics has a series. */
export function firstSteps(metrics: Metric[]): HTMLElement | null {
  if (metrics.some(({ series }) => series.length > 0)) return null;
  const overview = h("a", { href: "#/" }, "overview");
  return message(
    "empty",
    "No page has sent anything yet",
    h("p", {}, "The ", overview, " says how to begin."),
  );
}

/** So many rows of a counter are shown. */
const MOST_ROWS = 40;

/** The block of one metric. `metric` undefined: nothing of the kind has been measured. */
export function metricBlock(name: string, metric: Metric | undefined, options: Options): HTMLElement {
  const nothing = h("p", { class: "quiet" }, "Nothing measured yet.");
  const content = metric && metric.series.length > 0 ? body(metric, options) : null;
  return h(
    "article",
    {
      class: "metric",
      "data-metric": name,
      "data-key": name,
      "data-kind": metric?.kind,
      "data-wide": options.wide ?? options.rows ?? false,
    },
    h("h3", {}, options.title),
    h("p", { class: "second" }, metric?.description || null, " ", h("code", {}, name)),
    content ?? nothing,
  );
}

function body(metric: Metric, options: Options): Child {
  switch (metric.kind) {
    case "counter":
      return counter(metric, options);
    case "gauge":
      return gauge(metric, options);
    case "histogram":
      if (options.rows) return seriesTable(unitOf(metric), metric.series, options.title);
      return options.split
        ? split(metric, options.split, options)
        : distribution(metric, metric.series, options);
  }
}

/** By the name's ending, where the gateway names none. */
export function unitOf({ name, unit }: Metric): string | null {
  return unit ?? (name.endsWith("_ms") ? "ms" : null);
}

function distribution(metric: Metric, series: Series[], options: Options): Child {
  const merged = merge(series);
  if (!merged || merged.count === 0) return null;
  const unit = options.share ? "%" : unitOf(metric);
  return [
    quantiles(merged, unit),
    options.vital && vitalWords(merged, options.vital),
    histogram(options.title, merged, unit, { marks: options.marks ?? [], vital: options.vital }),
    series.length > 1 && bySeries(unit, series, options.title),
  ];
}

function quantiles(merged: Distribution, unit: string | null): HTMLElement {
  const figures = [0.5, 0.95, 0.99].map((q) =>
    h("div", {}, h("dt", {}, `p${q * 100}`), h("dd", {}, quantileWords(merged, q, unit))),
  );
  return h(
    "dl",
    {
      class: "quantiles",
      title:
        "Estimated from the buckets, as if events lay evenly in each; no more than a bound where all lie in one",
    },
    ...figures,
    h("div", {}, h("dt", {}, "events"), h("dd", {}, count(merged.count))),
  );
}

function vitalWords(merged: Distribution, { good, poor }: Bounds): HTMLElement {
  const below = shareUpTo(merged, good);
  const middling = shareUpTo(merged, poor) - below;
  const part = (grade: string, words: string, share: number) =>
    h(
      "li",
      { "data-grade": grade },
      h("span", { class: "swatch", "aria-hidden": "true" }),
      `${shareWords(share)} ${words}`,
    );
  return h(
    "ul",
    { class: "grades" },
    part("good", `good (≤ ${good})`, below),
    part("middling", "to improve", middling),
    part("poor", `poor (> ${poor})`, Math.max(0, 1 - below - middling)),
  );
}

/** A chart for each value of a label: the parts of a latency. */
function split(metric: Metric, label: string, options: Options): Child {
  const groups = new Map<string, Series[]>();
  for (const series of metric.series) {
    const value = series.labels[label] ?? "";
    groups.set(value, [...(groups.get(value) ?? []), series]);
  }
  const parts = [...groups].map(([value, series]) =>
    h(
      "section",
      { "data-key": value, [`data-${label}`]: value, class: "part" },
      h("h4", {}, h("span", { class: "swatch", "aria-hidden": "true" }), plain(value) || "unnamed"),
      distribution(metric, series, { ...options, title: `${options.title}: ${plain(value)}` }),
    ),
  );
  return h("div", { class: "parts" }, ...parts);
}

/** Each label set by itself, folded away. */
function bySeries(unit: string | null, series: Series[], title: string): HTMLElement {
  const labels = labelsOf(series);
  return h(
    "details",
    {},
    h("summary", {}, `By ${labels.map(labelWords).join(", ") || "app"}`),
    seriesTable(unit, series, title),
  );
}

/** A row for each label set, those with the most events first. */
function seriesTable(unit: string | null, series: Series[], title: string): Child {
  const labels = labelsOf(series);
  const sorted = [...series].sort((one, other) => (other.count ?? 0) - (one.count ?? 0));
  const rows = sorted.slice(0, MOST_ROWS).map((one) => {
    const merged = merge([one]);
    return h(
      "tr",
      labelData(one),
      ...labelCells(one, labels),
      h("td", { class: "number" }, count(merged?.count ?? 0)),
      ...[0.5, 0.95, 0.99].map((q) =>
        h("td", { class: "number" }, merged ? quantileWords(merged, q, unit) : "–"),
      ),
    );
  });
  const columns = [
    ...labels.map(labelWords),
    numeric("Events"),
    numeric("p50"),
    numeric("p95"),
    numeric("p99"),
  ];
  return [table(`${title}, each label set`, columns, rows), more(sorted)];
}

function more(series: Series[]): Child {
  const left = series.length - MOST_ROWS;
  return left > 0 && h("p", { class: "quiet" }, `And ${count(left)} smaller ones, at /api/v1/metrics.`);
}

function gauge(metric: Metric, options: Options): Child {
  const unit = options.share ? "%" : unitOf(metric);
  const labels = labelsOf(metric.series);
  const rows = metric.series
    .slice(0, MOST_ROWS)
    .map((one) =>
      h(
        "tr",
        labelData(one),
        ...labelCells(one, labels),
        h("td", { class: "number", "data-value": one.mean }, valueWords(one.mean, unit)),
      ),
    );
  const anyMean = metric.series.some((one) => typeof one.mean === "number");
  return [
    distribution(metric, metric.series, options),
    anyMean
      ? table(
          `${options.title}, mean of the last minute`,
          [...labels.map(labelWords), numeric("Last minute")],
          rows,
        )
      : h("p", { class: "quiet" }, "No sample in the last minute."),
  ];
}

function counter(metric: Metric, { title, unit }: Options): Child {
  const labels = labelsOf(metric.series);
  const sorted = [...metric.series].sort((one, other) => (other.value ?? 0) - (one.value ?? 0));
  const all = sorted.reduce((total, { value = 0 }) => total + value, 0);
  const rows = sorted.slice(0, MOST_ROWS).map((one) => {
    const value = one.value ?? 0;
    return h(
      "tr",
      { ...labelData(one), "data-value": value, "data-key": JSON.stringify(one.labels) },
      ...labelCells(one, labels),
      h("td", { class: "number" }, unit ? sumWords(value, unit) : count(value, 3)),
      h("td", { class: "number quiet" }, shareWords(all > 0 ? value / all : null, 1)),
    );
  });
  return [
    table(title, [...labels.map(labelWords), numeric(unit ? "Sum" : "Count"), numeric("Share")], rows),
    more(sorted),
  ];
}

function sumWords(value: number, unit: string): string {
  return unit === "s" ? duration(value * 1000) : quantity(value, unit);
}

/** Those that tell the series apart; the app only where there are several. */
function labelsOf(series: Series[]): string[] {
  const values = new Map<string, Set<string>>();
  for (const { labels } of series) {
    for (const [name, value] of Object.entries(labels)) {
      values.set(name, (values.get(name) ?? new Set()).add(value));
    }
  }
  const names = [...values].filter(([name, all]) => name !== "app" || all.size > 1).map(([name]) => name);
  return names.sort((one, other) => place(one) - place(other));
}

const PLACES = ["vital", "part", "name", "event", "service", "method", "route", "outcome", "cause", "script"];

/** What a reader looks for comes first. */
function place(name: string): number {
  const at = PLACES.indexOf(name);
  return at < 0 ? PLACES.length : at;
}

/** A pair of languages reads as a direction. */
function labelWords(name: string): string {
  if (name === "source_language") return "from";
  return name === "target_language" ? "to" : plain(name);
}

function labelCells({ labels }: Series, names: string[]): HTMLElement[] {
  return names.map((name) => h("td", {}, labelValue(name, labels[name] ?? "") || "–"));
}

/** What names a thing of the app's stays as it is. */
function labelValue(name: string, value: string): string {
  return VERBATIM.has(name) ? value : plain(value);
}

const VERBATIM = new Set(["route", "script", "invoker", "name", "value"]);

/** What the slow ones of each page timing share: of each attribute the values that most of them have. */
export function sharedBlock(metric: Metric | undefined): HTMLElement {
  const vitals = new Map<string, Map<string, Map<string, number>>>();
  for (const { labels, value = 0 } of metric?.series ?? []) {
    const { vital = "", attribute = "", value: found = "" } = labels;
    // The overflow series tells nothing apart.
    if (!vital || !attribute) continue;
    const attributes = vitals.get(vital) ?? new Map<string, Map<string, number>>();
    const values = attributes.get(attribute) ?? new Map<string, number>();
    values.set(found, (values.get(found) ?? 0) + value);
    vitals.set(vital, attributes.set(attribute, values));
  }
  return h(
    "div",
    { class: "metrics", "data-metric": "web_vital_slow_total" },
    ...[...vitals].map(([vital, attributes]) =>
      h(
        "article",
        { class: "metric", "data-key": vital, "data-vital": vital, "data-wide": true },
        h("h3", {}, `Slow ${vital}`),
        table(
          `What slow ${vital} share`,
          ["What", "Most often", numeric("Count"), numeric("Share")],
          [...attributes].flatMap(([attribute, values]) => mostOften(attribute, values)),
        ),
      ),
    ),
    vitals.size === 0 && h("p", { class: "quiet" }, "No page timing was beyond its good bound."),
  );
}

const ATTRIBUTES: Record<string, string> = {
  "network.connection.type": "network",
  part: "longest part",
  target: "element",
};

/** So many values of an attribute are shown. */
const MOST_VALUES = 3;

function mostOften(attribute: string, values: Map<string, number>): HTMLElement[] {
  const all = [...values.values()].reduce((total, one) => total + one, 0);
  const sorted = [...values].sort(([, one], [, other]) => other - one).slice(0, MOST_VALUES);
  return sorted.map(([value, events], index) =>
    h(
      "tr",
      { "data-attribute": attribute, "data-value": events },
      h("td", {}, index === 0 ? (ATTRIBUTES[attribute] ?? plain(attribute)) : ""),
      h("td", { class: "verbatim" }, attribute === "part" ? plain(value) : value),
      h("td", { class: "number" }, count(events)),
      h("td", { class: "number quiet" }, shareWords(events / all)),
    ),
  );
}

/** For programs: each label as an attribute. A label may be no attribute's name; then it is left out. */
function labelData({ labels }: Series): Record<string, string> {
  const entries = Object.entries(labels).filter(([name]) => /^[a-z][\w.-]*$/i.test(name) && name !== "key");
  return Object.fromEntries(entries.map(([name, value]) => [`data-${name}`, value]));
}
