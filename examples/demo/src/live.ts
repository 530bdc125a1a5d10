/** Objectives as the gateway judges them, beside the knobs: cause and effect in one window. */
import { KNOBS } from "./knobs";

interface Objective {
  name: string;
  title: string;
  total: number;
  bad: number;
  /** Bad events of the last hour by cause, largest first. */
  causes?: { cause: string; bad: number }[];
}

interface State {
  slos: { objectives: Objective[] };
}

/** How long a row stays marked after its bad events rose, milliseconds. */
const MARKED = 2000;

/** Fills a table's body, a row for each objective that a knob moves, and tells in `effect` of those pointed out. */
export function showObjectives(body: HTMLElement, effect: HTMLElement, status: HTMLElement): void {
  const rows = new Map<string, Row>();
  const concerned = new Set(KNOBS.flatMap(({ watch }) => watch.map(({ name }) => name)));
  // The browser connects again by itself.
  const source = new EventSource("/api/v1/stream");
  source.addEventListener("open", () => {
    status.textContent = "";
  });
  source.addEventListener("error", () => {
    status.textContent = "The gateway does not answer; trying again.";
  });
  source.addEventListener("state", ({ data }) => {
    const { slos } = JSON.parse(data) as State;
    for (const objective of slos.objectives) {
      if (!concerned.has(objective.name)) continue;
      let row = rows.get(objective.name);
      if (!row) {
        row = new Row(objective);
        rows.set(objective.name, row);
        body.append(row.element);
      }
      row.show(objective);
    }
    latest = slos.objectives;
    const moved = latest.filter(({ name }) => watched.has(name)).map(sentence);
    write(effect, [...moved, ...figures].join("\n"));
    void readFigures();
  });
}

/** What is pointed out, each as it stood then: an effect is what has come since. */
let watched = new Map<string, Objective | undefined>();
let latest: Objective[] = [];

function sentence(now: Objective): string {
  const before = watched.get(now.name);
  const since = (name: string) => (before?.causes ?? []).find(({ cause }) => cause === name)?.bad ?? 0;
  const bad = now.bad - (before?.bad ?? 0);
  const total = now.total - (before?.total ?? 0);
  const [main] = (now.causes ?? [])
    .map(({ cause, bad }) => ({ cause, bad: bad - since(cause) }))
    .sort((one, other) => other.bad - one.bad);
  const cause = bad > 0 && main && main.bad > 0 ? `, mainly ${wordsOf(main.cause)}` : "";
  return `${now.title}: ${bad} of ${total} bad since the knob was turned${cause}`;
}

interface Series {
  labels: Record<string, string>;
  value?: number;
  sum?: number;
  count?: number;
}

/** Figures that are no objectives: read from the gateway's metrics, as they are and as they were. */
const FIGURES: Record<string, (series: Series[], before: Series[]) => string> = {
  webrtc_rtt_ms: (series, before) => {
    const grown = (field: "sum" | "count") => total(series, field) - total(before, field);
    const mean = grown("sum") / grown("count");
    return Number.isFinite(mean) ? `Round trip: ${Math.round(mean)} ms since the knob was turned` : "";
  },
  caption_updates_total: (series, before) => {
    const hidden = (all: Series[]) =>
      total(
        all.filter(({ labels }) => labels.outcome === "hidden"),
        "value",
      );
    return `Captions while hidden: ${hidden(series) - hidden(before)} since the knob was turned, in no objective`;
  },
};

const total = (series: Series[], field: "sum" | "count" | "value") =>
  series.reduce((sum, one) => sum + (one[field] ?? 0), 0);

let figures: string[] = [];
let metricsBefore: Map<string, Series[]> | undefined;
let reading = false;

async function readFigures(): Promise<void> {
  const names = [...watched.keys()].filter((name) => name in FIGURES);
  if (names.length === 0 || reading) return;
  reading = true;
  const asked = watched;
  const response = await fetch("/api/v1/metrics").catch(() => undefined);
  const metrics: { name: string; series: Series[] }[] = response?.ok ? (await response.json()).metrics : [];
  const now = new Map(metrics.map(({ name, series }) => [name, series]));
  reading = false;
  if (asked !== watched || now.size === 0) return;
  metricsBefore ??= now;
  const before = metricsBefore;
  figures = names
    .map((name) => FIGURES[name]?.(now.get(name) ?? [], before.get(name) ?? []) ?? "")
    .filter(Boolean);
}

const wordsOf = (cause: string) => cause.replaceAll("_", " ");

/** Points out the objectives that a knob should move; none without names. */
export function pointOut(names: readonly string[]): void {
  watched = new Map(names.map((name) => [name, latest.find((objective) => objective.name === name)]));
  figures = [];
  metricsBefore = undefined;
  for (const row of document.querySelectorAll<HTMLElement>("#objectives tr")) {
    row.toggleAttribute("data-watched", names.includes(row.id.replace("live-", "")));
  }
}

class Row {
  readonly element = document.createElement("tr");
  private readonly total = document.createElement("td");
  private readonly bad = document.createElement("td");
  private readonly cause = document.createElement("td");
  private known: number | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor({ name, title }: Objective) {
    this.element.id = `live-${name}`;
    this.total.dataset.field = "total";
    this.bad.dataset.field = "bad";
    this.cause.dataset.field = "cause";
    const heading = document.createElement("th");
    heading.scope = "row";
    const link = document.createElement("a");
    link.href = `/#/objective/${name}`;
    link.target = "honeyguide-dashboard";
    link.textContent = title;
    const code = document.createElement("code");
    code.textContent = name;
    heading.append(link, code);
    this.element.append(heading, this.total, this.bad, this.cause);
  }

  show({ total, bad, causes }: Objective): void {
    write(this.total, String(total));
    write(this.bad, String(bad));
    const top = causes?.[0]?.cause ?? "";
    this.element.dataset.cause = top;
    write(this.cause, wordsOf(top));
    if (this.known !== undefined && bad > this.known) this.mark();
    this.known = bad;
  }

  private mark(): void {
    this.element.dataset.moved = "";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => delete this.element.dataset.moved, MARKED);
  }
}

function write(place: HTMLElement, text: string): void {
  if (place.textContent !== text) place.textContent = text;
}
