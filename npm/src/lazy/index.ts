import type { Consent, Counts, Options } from "../types";
import {
  ask,
  divert,
  guarded,
  isOver,
  isSilent,
  isStopped,
  nativeFetch,
  stopNoting,
  take,
  warn,
  weight,
} from "./core";
import { bring } from "./module";
import type { Redact } from "./redact";
import { Store } from "./store";
import { BEAT, type Begun, View } from "./view";

// As the protocol's Reason numbers them.
const NO_CONSENT = 2;
const SHUT_DOWN = 5;
const TURNED_OFF = 6;

/** What the client asks of the lazy part. */
export interface Lazy {
  flush(): Promise<void>;
  shutdown(): Promise<void>;
  counts(): Counts;
  /** Without it what was not told is forgotten; with it again everything begins anew. */
  consent(state: Consent): void;
}

/** Brings the module and takes over. */
export async function start(options: Options, core: Parameters<typeof take>[0]): Promise<Lazy | undefined> {
  take(core);
  await bring(options.wasm);
  const redact = options.beforeSend && (await import("./redact")).redactor(options.beforeSend);
  try {
    if (options.debug === true) options = (await import("./overlay")).watched(options, nativeFetch);
  } catch (fault) {
    warn(fault);
  }
  if (isOver()) return;
  const { sink } = options;
  if (sink) divert(sink);
  const measuring = new Measuring(options, redact);
  sink?._began?.(measuring, isSilent, isOver);
  if (isStopped()) measuring.consent("denied");
  return measuring;
}

/** Measures page views: the first, and another each time the page comes back from the back/forward cache. */
class Measuring implements Lazy {
  readonly #store = new Store();
  readonly #views: View[] = [];
  #view: View;
  /** Consent was withdrawn since the view began. */
  #forgotten = false;

  constructor(
    private readonly _options: Options,
    private readonly _redact: Redact | undefined,
  ) {
    this.#view = this.#begin();
    addEventListener("pageshow", ({ persisted, timeStamp }) => {
      if (persisted && !isSilent()) guarded(() => this.#begin({ at: timeStamp, restored: true }));
    });
    setInterval(() => guarded(() => this.#beat()), BEAT);
  }

  async flush(): Promise<void> {
    if (!isSilent()) await Promise.all(this.#views.map((view) => view.flush()));
  }

  async shutdown(): Promise<void> {
    this.#view.end();
    await this.flush();
    stopNoting();
    this.#giveUp(SHUT_DOWN);
  }

  consent(state: Consent): void {
    if (state === "denied") {
      this.#forgotten = true;
      this.#giveUp(NO_CONSENT);
    } else if (state === "granted" && this.#forgotten && !isOver()) {
      this.#forgotten = false;
      this.#begin({ at: performance.now(), restored: false });
    }
  }

  counts(): Counts {
    const counts = { captured: 0, delivered: 0, dropped: 0, waiting: 0 };
    for (const { _recorder: recorder, _transport: transport } of this.#views) {
      counts.captured += recorder._captured();
      counts.delivered += transport.delivered;
      counts.dropped += recorder._dropped();
      counts.waiting += recorder._waiting();
    }
    return counts;
  }

  #begin(begun?: Begun): View {
    const view = new View(this._options, this.#store, this._redact, (every) => this.#asked(every), begun);
    this.#view = view;
    this.#views.push(view);
    view.takeOver();
    return view;
  }

  /** The gateway asks for one of so many sessions, or none. */
  #asked(every: number): void {
    if (!ask(every)) return;
    if (weight(this._options)) for (const view of this.#views) view.weigh();
    else {
      stopNoting();
      this.#giveUp(TURNED_OFF);
    }
  }

  /** What waits is dropped, and nothing is taken any more. */
  #giveUp(reason: number): void {
    for (const { _recorder, _transport } of this.#views) {
      _recorder._give_up(reason);
      _transport.sweep();
    }
  }

  #beat(): void {
    if (isSilent()) return;
    this.#view.beat();
    for (const view of this.#views) view._transport.send();
  }
}
