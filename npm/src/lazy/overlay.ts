import { type AnyItem, type Batch, type Item, inspect, isOfEarlierPage } from "../inspect";
import type { Options, Sink } from "../types";
import { STYLE } from "./overlay-style";

/** While it is shown, batches are closed this often, milliseconds: so old is what it shows. */
const INTERVAL = 1000;
const REFRESH = 500;
/** How many of each are shown. */
const CAPTIONS = 5;
const FEW = 3;
/** How many of a kind are kept: the quantiles are theirs. */
const MANY = 200;
/** A track that was not polled for so long has ended, milliseconds. */
const GONE = 10_000;
/** How far an arrow key moves it, pixels. */
const STEP = 20;
const MARGIN = 12;
/** From here on a timing needs improvement, and is poor, by web.dev; milliseconds, but for CLS. */
const BOUNDS: Record<string, [number, number]> = {
  TTFB: [800, 1800],
  FCP: [1800, 3000],
  LCP: [2500, 4000],
  CLS: [0.1, 0.25],
  INP: [200, 500],
};
/** A caption's latency by its parts, in the order of its way. */
const PARTS = ["network", "main thread", "app", "render"] as const;

type Client = Parameters<NonNullable<Sink["_began"]>>[0];
type Content = string | Node;

/** The options with an overlay in them, which looks at all that is sent. In a worker there is nothing to show it on. */
export function watched(options: Options, native: typeof fetch): Options {
  if (!globalThis.document) return options;
  return { ...options, batchInterval: INTERVAL, sink: new Overlay(options, native) };
}

/** Shows in the page what is being measured: texts of captions are not among it, since nothing here ever sees one. */
class Overlay implements Sink {
  readonly #host = document.createElement("honeyguide-overlay");
  readonly #panel = element("section", "panel");
  readonly #state = element("span", "state");
  readonly #body = element("div", "body");
  readonly #fold = element("button", "fold");
  readonly #live = new Live();
  readonly #timer: ReturnType<typeof setInterval>;
  /** Where its left upper corner is, or where it should be if the window were large enough: at first in the right lower corner. */
  #at = { x: Number.POSITIVE_INFINITY, y: Number.POSITIVE_INFINITY };
  #client: Client | undefined;
  #isSilent = () => true;
  #isOver = () => false;
  #shown = "";

  readonly #items: { [K in AnyItem["kind"]]?: Item<K>[] } = {};
  readonly #counted = new Map<string, number>();
  readonly #seen = new Set<string>();
  readonly #drops = new Map<string, Batch["dropped"]>();
  #newest: Batch | undefined;
  #session = "";
  #gateway = "";
  #answer = "not asked yet";
  #works = true;
  #sent = 0;
  #bytes = 0;

  constructor(
    private readonly _options: Options,
    private readonly _native: typeof fetch,
  ) {
    this.#build();
    this.#timer = setInterval(() => this.#refresh(), REFRESH);
  }

  _began(client: Client, isSilent: () => boolean, isOver: () => boolean): void {
    this.#client = client;
    this.#isSilent = isSilent;
    this.#isOver = isOver;
    this._options.sink?._began?.(client, isSilent, isOver);
    this.#refresh();
  }

  readonly fetch = async (address: string, request: RequestInit): Promise<Response> => {
    const { sink } = this._options;
    const send = () => (sink ? sink.fetch(address, request) : this._native(address, request));
    // The questions for the time are many, and nobody waits for their answers.
    if (request.method !== "POST") return send();
    const start = performance.now();
    void this.#look(address, request.body as Uint8Array);
    try {
      const response = await send();
      this.#works = response.ok;
      this.#answer = `${response.status} in ${ms(performance.now() - start)}`;
      return response;
    } catch (fault) {
      this.#works = false;
      this.#answer = "none";
      throw fault;
    }
  };

  /** Takes in what a batch holds, once however often it is sent. */
  async #look(address: string, body: Uint8Array): Promise<void> {
    const { searchParams, host } = new URL(address, location.href);
    this.#session = searchParams.get("s") ?? "";
    this.#gateway = this._options.sink ? "a sink" : host;
    this.#sent++;
    this.#bytes += body.length;
    const batch = await inspect(body).catch(() => undefined);
    if (!batch || isOfEarlierPage(batch)) return;
    const name = `${batch.view} ${batch.number}`;
    if (this.#seen.has(name)) return;
    this.#seen.add(name);
    if (batch.number >= (this.#newest?.view === batch.view ? this.#newest.number : 0)) this.#newest = batch;
    this.#drops.set(batch.view, batch.dropped);
    for (const item of batch.items) this.#take(item);
    this.#refresh();
  }

  #take(item: AnyItem): void {
    this.#counted.set(item.kind, (this.#counted.get(item.kind) ?? 0) + 1);
    this.#items[item.kind] ??= [];
    const kept = this.#items[item.kind] as AnyItem[];
    kept.push(item);
    if (kept.length > MANY) kept.shift();
  }

  #build(): void {
    const root = this.#host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    this.#panel.setAttribute("aria-label", "Honeyguide: what is being measured");
    this.#body.id = "body";
    // What scrolls can be reached by keyboard.
    this.#body.tabIndex = 0;
    this.#body.setAttribute("role", "group");
    this.#body.setAttribute("aria-label", "Figures");
    const move = element("button", "move", "Honeyguide");
    move.setAttribute("aria-label", "Honeyguide: move by dragging, or with the arrow keys");
    this.#fold.setAttribute("aria-controls", "body");
    this.#fold.onclick = () => this.#open(this.#body.hidden === true);
    this.#panel.onkeydown = (event) => {
      if (event.key !== "Escape" || this.#body.hidden) return;
      event.stopPropagation();
      this.#open(false);
      this.#fold.focus();
    };
    move.onkeydown = (event) => {
      const [x, y] =
        { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [];
      if (x === undefined || y === undefined) return;
      event.preventDefault();
      const at = this.#within(this.#at.x, this.#at.y);
      this.#move(at.x + x * STEP, at.y + y * STEP);
    };
    move.onpointerdown = (event) => {
      const at = this.#within(this.#at.x, this.#at.y);
      const [x, y] = [event.clientX - at.x, event.clientY - at.y];
      move.setPointerCapture(event.pointerId);
      move.onpointermove = (event) => this.#move(event.clientX - x, event.clientY - y);
      move.onlostpointercapture = () => {
        move.onpointermove = null;
      };
    };
    const head = element("header", "", move, this.#state, this.#fold);
    this.#panel.append(head, this.#body);
    root.append(this.#panel);
    // Beside the body: what a framework renders there stays as it made it.
    document.documentElement.append(this.#host);
    this.#open(true);
    addEventListener("resize", this.#stay);
  }

  /** Moves it there, and no further than to the window's edge. */
  #move(x: number, y: number): void {
    this.#at = this.#within(x, y);
    this.#stay();
  }

  /** Moved as a picture is, so that it shifts no layout, its own neither. */
  readonly #stay = (): void => {
    const { x, y } = this.#within(this.#at.x, this.#at.y);
    this.#panel.style.transform = `translate(${x}px, ${y}px)`;
  };

  #within(x: number, y: number): { x: number; y: number } {
    const { offsetWidth, offsetHeight } = this.#panel;
    const within = (at: number, most: number) => Math.max(MARGIN, Math.min(at, most - MARGIN));
    return { x: within(x, innerWidth - offsetWidth), y: within(y, innerHeight - offsetHeight) };
  }

  #open(open: boolean): void {
    this.#body.hidden = !open;
    this.#fold.textContent = open ? "−" : "+";
    this.#fold.setAttribute("aria-expanded", `${open}`);
    this.#fold.setAttribute("aria-label", open ? "Fold" : "Unfold");
    this.#refresh();
    this.#stay();
  }

  #refresh(): void {
    if (this.#isOver()) {
      clearInterval(this.#timer);
      removeEventListener("resize", this.#stay);
      this.#live.stop();
      this.#host.remove();
      return;
    }
    const [sign, state] = this.#isSilent()
      ? ["■", "may not tell"]
      : this.#works
        ? ["●", "measuring"]
        : ["▲", "gateway does not take"];
    const text = `${sign} ${state}`;
    if (this.#state.textContent !== text) this.#state.textContent = text;
    if (this.#body.hidden) return;
    const sections = this.#sections();
    const shown = sections.map((section) => section.textContent).join();
    // New elements each time: what was not there before cannot shift.
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#body.replaceChildren(...sections);
    this.#stay();
  }

  #sections(): HTMLElement[] {
    return [
      this.#captions(),
      this.#calls(),
      this.#page(),
      this.#requests(),
      this.#own(),
      this.#outbox(),
      this.#way(),
    ];
  }

  #captions(): HTMLElement {
    const offset = this.#newest?.clock?.offset;
    const captions = this.#of("caption");
    const painted = captions.filter(({ attributes }) => attributes.outcome === "painted");
    // By the newest clock: the first ones know little.
    const latencies = painted.flatMap(({ values: { latency } }) =>
      latency === undefined || offset === undefined ? [] : [latency + offset],
    );
    const bars = painted
      .slice(-CAPTIONS)
      .reverse()
      .map((caption) => bar(caption, offset));
    const count = (outcome: string) =>
      captions.filter(({ attributes }) => attributes.outcome === outcome).length;
    const sum = (name: "displayed" | "retracted") =>
      captions.reduce((sum, { values }) => sum + (values[name] ?? 0), 0);
    const legend = element(
      "p",
      "legend",
      ...PARTS.map((part, place) => element("span", `part${place}`, part)),
    );
    return section(
      "Captions",
      [
        [
          "latency",
          latencies.length
            ? `${ms(quantile(latencies, 0.5))} median, ${ms(quantile(latencies, 0.95))} p95`
            : "",
        ],
        ["updates", painted.length ? `${painted.length} painted, ${count("missing")} missing` : ""],
        ["words", sum("displayed") ? `${sum("displayed")} shown, ${sum("retracted")} taken back` : ""],
        [
          "gaps",
          this.#counted.get("caption_gap")
            ? `${this.#counted.get("caption_gap")}, last ${ms(this.#of("caption_gap").at(-1)?.values.duration)}`
            : "",
        ],
      ],
      bars.length ? [...bars, legend] : [],
    );
  }

  #calls(): HTMLElement {
    const rows: [string, Content][] = [];
    const since = performance.timeOrigin + performance.now() - GONE;
    const quality = new Map(
      this.#of("audio_window").map(({ values }) => [values.track, 1 + 3.5 * values.score]),
    );
    for (const [arrow, kind] of [
      ["↓", "webrtc_inbound"],
      ["↑", "webrtc_outbound"],
    ] as const) {
      const tracks = new Map<string, Item<typeof kind>>();
      for (const item of this.#of(kind)) {
        if (item.time > since) tracks.set(`${item.values.track} ${item.attributes.layer ?? ""}`, item);
      }
      for (const { attributes, values } of tracks.values()) {
        const { media = "", codec = "", layer = "" } = attributes;
        const { rtt, loss, bitrate, frame_rate, frame_height } = values;
        const { jitter, jitter_buffer, stalled } = values as Partial<Item<"webrtc_inbound">["values"]>;
        const score = arrow === "↓" ? quality.get(values.track) : undefined;
        rows.push([
          `${arrow} ${[media, layer].filter(Boolean).join(" ")}`,
          [
            score !== undefined && `MOS ${score.toFixed(1)}`,
            rtt !== undefined && `RTT ${ms(rtt)}`,
            loss !== undefined && `loss ${(100 * loss).toFixed(1)} %`,
            jitter !== undefined && `jitter ${ms(jitter)}`,
            jitter_buffer !== undefined && `buffer ${ms(jitter_buffer)}`,
            bitrate !== undefined && `${Math.round(bitrate / 1000)} kbit/s`,
            frame_height !== undefined && `${frame_height}p`,
            frame_rate !== undefined && `${Math.round(frame_rate)} fps`,
            stalled && "stalled",
            codec,
          ]
            .filter(Boolean)
            .join(", "),
        ]);
      }
    }
    const setup = this.#of("webrtc_connection").at(-1);
    if (setup)
      rows.push([
        "set up",
        `${setup.attributes.outcome}, ${ms(setup.values.setup)} ${setup.attributes.path_type ?? ""}`,
      ]);
    const event = this.#of("call_event").at(-1);
    if (event) rows.push(["event", `${event.attributes.event} ${ms(event.values.duration)}`]);
    return section("Call", rows);
  }

  #page(): HTMLElement {
    const told = new Map(
      this.#of("web_vital").map(({ attributes, values }) => [attributes.name, values.time ?? values.score]),
    );
    const rows = Object.entries(BOUNDS).map(([name, [good, poor]]): [string, Content] => {
      const final = told.get(name);
      const value = final ?? this.#live.value(name);
      if (value === undefined) return [name, ""];
      const word = value > poor ? "▲ poor" : value > good ? "◆ needs improvement" : "● good";
      return [
        name,
        `${name === "CLS" ? value.toFixed(3) : ms(value)} ${word}${final === undefined ? ", so far" : ""}`,
      ];
    });
    const busy = this.#of("long_task");
    rows.push([
      "busy",
      busy.length
        ? `${this.#counted.get("long_task")} × 50 ms or more, last ${ms(busy.at(-1)?.values.duration)}`
        : "",
    ]);
    return section("Page", rows);
  }

  #requests(): HTMLElement {
    const rows = this.#last("request").map(({ attributes, values }): [string, Content] => [
      `${attributes.method ?? ""} ${values.status ?? attributes.outcome}`,
      `${ms(values.duration)} ${attributes.route ?? ""}`,
    ]);
    const errors = this.#last("error").map(({ attributes }): [string, Content] => [
      attributes.error_type ?? "",
      attributes.message ?? "",
    ]);
    const count = this.#counted.get("error");
    return section("Requests and errors", [...rows, ...errors, ["in all", count ? `${count} errors` : ""]]);
  }

  #own(): HTMLElement {
    const rows: [string, Content][] = [];
    for (const { attributes, values } of this.#last("span"))
      rows.push([attributes.name ?? "", ms(values.duration)]);
    const last = new Map<string, string>();
    const name = (item: AnyItem) => item.attributes.name ?? "";
    for (const item of this.#of("own_counter")) {
      last.set(name(item), `${Number(last.get(name(item)) ?? 0) + item.values.increment}`);
    }
    for (const kind of ["own_gauge", "own_histogram"] as const) {
      for (const item of this.#of(kind))
        last.set(name(item), `${item.values.value} ${item.attributes.unit ?? ""}`);
    }
    for (const item of this.#last("own_event")) last.set(name(item), "event");
    return section("Yours", [...rows, ...last]);
  }

  #outbox(): HTMLElement {
    const { captured = 0, delivered = 0, waiting = 0, dropped = 0 } = this.#client?.counts() ?? {};
    const reasons = new Map<string, number>();
    for (const drops of this.#drops.values()) {
      for (const [reason, count] of Object.entries(drops))
        reasons.set(reason, (reasons.get(reason) ?? 0) + count);
    }
    return section("Outbox", [
      ["captured", `${captured}`],
      ["delivered", `${delivered}, ${waiting} waiting`],
      ["dropped", `${dropped}${[...reasons].map(([reason, count]) => `, ${reason} ${count}`).join("")}`],
      ["sent", `${(this.#bytes / 1024).toFixed(1)} KiB in ${this.#sent} requests`],
    ]);
  }

  #way(): HTMLElement {
    const { clock, view, weight = 1 } = this.#newest ?? {};
    return section("Gateway", [
      ["address", this.#gateway],
      ["answer", this.#answer],
      ["clock", clock ? `${signed(clock.offset)} ± ${ms(clock.uncertainty)}` : "not measured yet"],
      ["session", `${this.#session}${weight > 1 ? `, for ${weight}` : ""}`],
      ["view", view ?? ""],
    ]);
  }

  #of<K extends AnyItem["kind"]>(kind: K): Item<K>[] {
    return (this.#items[kind] ?? []) as Item<K>[];
  }

  #last<K extends AnyItem["kind"]>(kind: K): Item<K>[] {
    return this.#of(kind).slice(-FEW).reverse();
  }
}

/** What will only be told when the page is left, as it stands: rougher than the module's own figures, which take its place. */
class Live {
  readonly #values = new Map<string, number>();
  readonly #observers: PerformanceObserver[] = [];
  #window = { begin: 0, end: 0, sum: 0 };

  constructor() {
    this.#observe("largest-contentful-paint", ({ startTime }) => this.#values.set("LCP", startTime));
    this.#observe("event", ({ duration, interactionId }) => {
      if (interactionId) this.#most("INP", duration);
    });
    this.#observe("layout-shift", ({ startTime, value, hadRecentInput }) => {
      if (hadRecentInput) return;
      const { begin, end, sum } = this.#window;
      const goesOn = startTime - end < 1000 && startTime - begin < 5000;
      this.#window = goesOn
        ? { begin, end: startTime, sum: sum + value }
        : { begin: startTime, end: startTime, sum: value };
      this.#most("CLS", this.#window.sum);
    });
    if (this.#observers.length > 0) this.#most("CLS", 0);
  }

  value(name: string): number | undefined {
    return this.#values.get(name);
  }

  stop(): void {
    for (const observer of this.#observers) observer.disconnect();
  }

  #most(name: string, value: number): void {
    this.#values.set(name, Math.max(this.#values.get(name) ?? 0, value));
  }

  #observe(
    type: string,
    take: (
      entry: PerformanceEntry & { interactionId: number; value: number; hadRecentInput: boolean },
    ) => void,
  ): void {
    if (!PerformanceObserver.supportedEntryTypes?.includes(type)) return;
    const observer = new PerformanceObserver((list) =>
      list.getEntries().forEach(take as (entry: PerformanceEntry) => void),
    );
    observer.observe({ type, buffered: true });
    this.#observers.push(observer);
  }
}

/** One update: its latency, and a bar of its parts. Without a clock or an emit time, only what the page itself took. */
function bar({ values, attributes }: Item<"caption">, offset: number | undefined): HTMLElement {
  const { render: whole = 0, app = 0, main_thread = 0, latency } = values;
  const known = latency !== undefined && offset !== undefined;
  const transit = known ? Math.max(latency + offset - whole, 0) : 0;
  const busy = Math.min(main_thread, transit);
  const parts = [transit - busy, busy, app, whole - app];
  const all = parts.reduce((sum, part) => sum + part, 0);
  const bar = element("span", "bar");
  bar.setAttribute("role", "img");
  bar.setAttribute("aria-label", parts.map((part, place) => `${PARTS[place]} ${ms(part)}`).join(", "));
  for (const [place, part] of parts.entries()) {
    const piece = element("span", `part${place}`);
    // By the object model: a style in an attribute is what policies forbid.
    piece.style.flexGrow = `${all > 0 ? part / all : 0}`;
    bar.append(piece);
  }
  const back = values.retracted ? `, −${values.retracted}` : "";
  const text = `${known ? ms(latency + offset) : `${ms(whole)} in the page`} ${attributes.language ?? ""}${back}`;
  return element("p", "update", bar, element("span", "figure", text));
}

function section(
  title: string,
  rows: [label: string, value: Content][],
  more: HTMLElement[] = [],
): HTMLElement {
  const list = element("dl", "");
  const told = rows.filter(([, value]) => value !== "");
  for (const [label, value] of told) list.append(element("dt", "", label), element("dd", "", value));
  const content = told.length + more.length > 0 ? [list, ...more] : [element("p", "none", "nothing yet")];
  return element("section", "", element("h2", "", title), ...content);
}

function element<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  name: string,
  ...content: Content[]
): HTMLElementTagNameMap[T] {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...content);
  return made;
}

function quantile(values: number[], q: number): number | undefined {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)];
}

function ms(value: number | undefined): string {
  if (value === undefined) return "";
  return `${Math.abs(value) < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}

const signed = (value: number): string => `${value < 0 ? "−" : "+"}${ms(Math.abs(value))}`;
