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
    const moved = slos.objectives.filter(({ name }) => watched.includes(name)).map(sentence);
    write(effect, moved.join("\n"));
  });
}

let watched: readonly string[] = [];

function sentence({ title, total, bad, causes }: Objective): string {
  const cause = bad > 0 && causes?.[0] ? `, mainly ${wordsOf(causes[0].cause)}` : "";
  return `${title}: ${bad} of ${total} bad${cause}`;
}

const wordsOf = (cause: string) => cause.replaceAll("_", " ");

/** Points out the objectives that a knob should move; none without names. */
export function pointOut(names: readonly string[]): void {
  watched = names;
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
