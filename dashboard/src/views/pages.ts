// How the pages themselves did: vitals, errors, requests, long tasks, and what the app measures of its own.

import type { Metric, Metrics, State } from "../api";
import { type Child, h, render } from "../dom";
import { feed } from "../feed";
import { firstSteps, metricBlock, type Options, sharedBlock } from "../metrics";
import { message, section, stamp } from "../parts";
import { content, heading, type View } from "../view";

/** With the bounds of https://web.dev/articles/vitals. */
const VITALS: [name: string, options: Options][] = [
  ["web_vital_ttfb_ms", { title: "Time to first byte (TTFB)", vital: { good: 800, poor: 1800 } }],
  ["web_vital_fcp_ms", { title: "First contentful paint (FCP)", vital: { good: 1800, poor: 3000 } }],
  ["web_vital_lcp_ms", { title: "Largest contentful paint (LCP)", vital: { good: 2500, poor: 4000 } }],
  ["web_vital_inp_ms", { title: "Interaction to next paint (INP)", vital: { good: 200, poor: 500 } }],
  ["web_vital_cls", { title: "Cumulative layout shift (CLS)", vital: { good: 0.1, poor: 0.25 } }],
];

const MAIN_THREAD: [name: string, options: Options][] = [
  ["long_task_ms", { title: "Long tasks of the main thread" }],
  ["long_task_blocking_ms", { title: "Blocking part of long frames" }],
  ["long_task_script_ms_total", { title: "Long frames by script", unit: "ms", wide: true }],
];

const REQUESTS: [name: string, options: Options][] = [
  ["request_duration_ms", { title: "Duration of requests", rows: true }],
  ["requests_total", { title: "Requests", wide: true }],
];

const VIEWS: [name: string, options: Options][] = [
  ["view_painted_ms", { title: "Routes: from the change to the paint", rows: true }],
  ["views_total", { title: "Views" }],
  ["page_visibility_seconds_total", { title: "Time in view", unit: "s" }],
  ["navigation_part_ms", { title: "Loading, part by part", rows: true }],
  ["page_interactive_ms", { title: "To the document being parsed", rows: true }],
  ["page_loaded_ms", { title: "To everything being loaded", rows: true }],
];

const OWN: [name: string, options: Options][] = [
  ["own_events_total", { title: "Events" }],
  ["span_duration_ms", { title: "Spans", rows: true }],
];

export function open(root: HTMLElement): View {
  const reading = feed<Metrics>("/api/v1/metrics", (result) => {
    const missing = message("empty", "This gateway does not hand out distributions. Update it.");
    const lead = result.kind === "data" ? ["Everything since ", stamp(result.data.since), "."] : null;
    render(root, heading("Pages", lead), content(result, "the distributions", missing, show));
  });
  return { update: (_state: State | undefined) => reading.refresh(), leave: reading.stop };
}

function show({ metrics }: Metrics): Child {
  const byName = new Map(metrics.map((metric) => [metric.name, metric]));
  const block = ([name, options]: [string, Options]) => metricBlock(name, byName.get(name), options);
  return [
    firstSteps(metrics),
    section("vitals", "Web vitals", h("div", { class: "metrics" }, ...VITALS.map(block))),
    section(
      "vitals-why",
      "What vitals are made of, and what the slow ones share",
      h(
        "div",
        { class: "metrics" },
        block(["web_vital_part_ms", { title: "Vitals, part by part", rows: true }]),
      ),
      sharedBlock(byName.get("web_vital_slow_total")),
    ),
    section("main-thread", "Main thread", h("div", { class: "metrics" }, ...MAIN_THREAD.map(block))),
    section("requests", "Requests", h("div", { class: "metrics" }, ...REQUESTS.map(block))),
    section("views", "Loads and views", h("div", { class: "metrics" }, ...VIEWS.map(block))),
    section(
      "errors",
      "Errors",
      h("p", { class: "second" }, "Grouped, with stacks: ", h("a", { href: "#/errors" }, "all errors"), "."),
      h("div", { class: "metrics" }, block(["errors_total", { title: "Errors" }])),
    ),
    section("own-events", "The app's events and spans", h("div", { class: "metrics" }, ...OWN.map(block))),
    own(metrics.filter(({ own }) => own)),
  ];
}

function own(metrics: Metric[]): HTMLElement {
  if (metrics.length === 0) {
    return section(
      "own",
      "The app's own metrics",
      message(
        "empty",
        "The app has sent none",
        h("p", {}, "Count and measure what matters to you:"),
        h(
          "pre",
          {},
          h(
            "code",
            {},
            'hg.counter("joins").add(1, { plan: "pro" });\nhg.histogram("decode", { unit: "ms" }).record(12.4);',
          ),
        ),
      ),
    );
  }
  const blocks = metrics.map((metric) => metricBlock(metric.name, metric, { title: metric.name }));
  return section("own", "The app's own metrics", h("div", { class: "metrics" }, ...blocks));
}
