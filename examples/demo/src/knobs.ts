/** The knobs: what each does, what it should move, and how it looks on the page. */
import { type Settings, settings, turn, whenTurned } from "./settings";

/** A figure that a knob moves: an objective by its name, or a metric on one of the dashboard's pages. */
export interface Watched {
  name: string;
  /** The dashboard's page of it, where it is no objective. */
  page?: string;
  /** What it will say. */
  says: string;
}

type Control =
  | { kind: "slider"; set: "delay" | "loss"; label: string; unit: string; most: number; step: number }
  | { kind: "switch"; set: "busy" | "nervous" | "slow" | "careless" | "hidden"; label: string }
  | { kind: "choice"; set: "roster"; label: string; choices: Record<Settings["roster"], string> }
  | { kind: "button"; id: string; label: string };

export interface Knob {
  id: string;
  title: string;
  /** What turning it does. */
  does: string;
  watch: Watched[];
  controls: Control[];
  /** On the tour: what is turned, and for how many seconds. */
  tour: { turned: Partial<Settings>; seconds: number };
}

export const KNOBS: readonly Knob[] = [
  {
    id: "busy",
    title: "A busy main thread",
    does: "The page computes for 400 ms, rests for 60 ms, and so on. Everything in it gets sluggish, these knobs too.",
    watch: [{ name: "caption_latency_p99_ms", says: "late captions, cause: main thread" }],
    controls: [{ kind: "switch", set: "busy", label: "Keep the main thread busy" }],
    tour: { turned: { busy: true }, seconds: 10 },
  },
  {
    id: "network",
    title: "A bad network",
    does: "Every packet between the two connections takes longer, or is lost: sound, picture and captions.",
    watch: [
      { name: "caption_latency_p99_ms", says: "late captions, cause: network" },
      { name: "audio_quality_score", says: "worse sound, after 10 s: cause delay or loss" },
      { name: "webrtc_rtt_ms", page: "calls", says: "the round trip grows by twice the delay" },
    ],
    controls: [
      { kind: "slider", set: "delay", label: "Added delay, each way", unit: "ms", most: 600, step: 25 },
      { kind: "slider", set: "loss", label: "Lost packets", unit: "%", most: 30, step: 1 },
    ],
    tour: { turned: { delay: 300, loss: 12 }, seconds: 24 },
  },
  {
    id: "nervous",
    title: "A nervous recogniser",
    does: "Each new word is first guessed, shown, and mended a moment later.",
    watch: [{ name: "word_retraction_rate", says: "words seen and taken back" }],
    controls: [{ kind: "switch", set: "nervous", label: "Show words before they are sure" }],
    tour: { turned: { nervous: true }, seconds: 9 },
  },
  {
    id: "slow",
    title: "A slow translator",
    does: "Each finished sentence is translated; the translator now thinks for 1.5 s before its first word.",
    watch: [{ name: "ttft_p95_ms", says: "first words too late, cause: waiting" }],
    controls: [{ kind: "switch", set: "slow", label: "Let the translator think" }],
    tour: { turned: { slow: true }, seconds: 11 },
  },
  {
    id: "careless",
    title: "A careless translator",
    does: "It answers in time, but confuses the words, and its own score says so.",
    watch: [{ name: "translation_accuracy", says: "low scores, by language pair" }],
    controls: [{ kind: "switch", set: "careless", label: "Let the translator confuse words" }],
    tour: { turned: { careless: true }, seconds: 11 },
  },
  {
    id: "roster",
    title: "A failing service",
    does: "The page asks every 2 s who is in the call. Let that service fail, or never answer.",
    watch: [
      { name: "service_availability", says: "cause: server_error of roster, or timeout of roster" },
      { name: "error_rate", says: "the same requests" },
    ],
    controls: [
      {
        kind: "choice",
        set: "roster",
        label: "The roster",
        choices: {
          answers: "answers",
          fails: "fails (status 500)",
          hangs: "does not answer in time",
        },
      },
    ],
    tour: { turned: { roster: "fails" }, seconds: 8 },
  },
  {
    id: "hidden",
    title: "A hidden tab",
    does: "Nobody sees captions in a hidden tab, so none of them is judged. Really switch to another tab for a while, or let the page only say that it is hidden (a stand-in: the browser goes on painting it).",
    watch: [
      {
        name: "caption_updates_total",
        page: "calls",
        says: "outcome “hidden” grows, and no objective worsens",
      },
    ],
    controls: [{ kind: "switch", set: "hidden", label: "Say that the tab is hidden (stand-in)" }],
    tour: { turned: { hidden: true }, seconds: 7 },
  },
  {
    id: "reconnect",
    title: "A slow start",
    does: "Hangs up, and joins again through a network that lets nothing pass for the first 2.5 s.",
    watch: [{ name: "call_setup_time_ms", says: "set up too slowly, cause: slow_connection" }],
    controls: [{ kind: "button", id: "reconnect", label: "Hang up and join again" }],
    tour: { turned: {}, seconds: 8 },
  },
];

/** Where the dashboard shows it. */
export const dashboardPage = ({ name, page }: Watched): string =>
  page ? `/#/${page}` : `/#/objective/${name}`;

/** Puts the knobs into a container and keeps them in step with the settings. */
export function showKnobs(container: HTMLElement): void {
  for (const knob of KNOBS) container.append(card(knob));
}

/** Says at a knob that it cannot be turned, and why; without a reason it can. */
export function disable(id: string, why = ""): void {
  const card = document.getElementById(`knob-${id}`);
  for (const control of card?.querySelectorAll<HTMLInputElement | HTMLButtonElement>("input, button") ?? []) {
    control.disabled = why !== "";
  }
  const note = card?.querySelector<HTMLElement>(".why");
  if (note) note.textContent = why;
}

function card({ id, title, does, watch, controls }: Knob): HTMLElement {
  const card = make("article", { id: `knob-${id}`, className: "knob" });
  const list = make("ul");
  for (const watched of watch) {
    const link = make("a", { href: dashboardPage(watched), target: "honeyguide-dashboard" });
    link.append(make("code", { textContent: watched.name }));
    const item = make("li");
    item.append(link, ` ${watched.says}`);
    list.append(item);
  }
  card.append(
    make("h3", { textContent: title }),
    make("p", { textContent: does }),
    ...controls.map(controlOf),
    make("p", { className: "why" }),
    make("p", { className: "watch", textContent: "Should move" }),
    list,
  );
  return card;
}

function controlOf(control: Control): HTMLElement {
  switch (control.kind) {
    case "slider":
      return slider(control);
    case "switch":
      return switchOf(control);
    case "choice":
      return choice(control);
    case "button":
      return make("button", { id: control.id, type: "button", textContent: control.label });
  }
}

function slider({ set, label, unit, most, step }: Extract<Control, { kind: "slider" }>): HTMLElement {
  const input = make("input", { id: `set-${set}`, type: "range", min: "0" });
  input.max = String(most);
  input.step = String(step);
  const output = make("output");
  const say = () => {
    output.textContent = `${input.value} ${unit}`;
  };
  const show = () => {
    input.value = String(settings()[set]);
    say();
  };
  input.addEventListener("input", say);
  input.addEventListener("change", () => turn({ [set]: input.valueAsNumber }));
  whenTurned(show);
  show();
  const row = make("label", { className: "slider" });
  row.append(make("span", { textContent: label }), output, input);
  return row;
}

function switchOf({ set, label }: Extract<Control, { kind: "switch" }>): HTMLElement {
  const input = make("input", { id: `set-${set}`, type: "checkbox" });
  input.addEventListener("change", () => turn({ [set]: input.checked }));
  whenTurned((now) => {
    input.checked = now[set];
  });
  const row = make("label", { className: "switch" });
  row.append(input, label);
  return row;
}

function choice({ set, label, choices }: Extract<Control, { kind: "choice" }>): HTMLElement {
  const select = make("select", { id: `set-${set}` });
  for (const [value, text] of Object.entries(choices)) {
    select.append(make("option", { value, textContent: text }));
  }
  select.addEventListener("change", () => turn({ [set]: select.value as Settings["roster"] }));
  whenTurned((now) => {
    select.value = now[set];
  });
  const row = make("label", { className: "choice" });
  row.append(`${label} `, select);
  return row;
}

function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
): HTMLElementTagNameMap[K] {
  return Object.assign(document.createElement(name), properties);
}
