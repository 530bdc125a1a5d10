import type { Counts, Options } from "../types";
import { guarded, stopNoting, stoppedNoting, take } from "./core";
import { bring } from "./module";
import type { Redact } from "./redact";
import { Store } from "./store";
import { BEAT, View } from "./view";

// As the protocol's Reason numbers them.
const NO_CONSENT = 2;
const SHUT_DOWN = 5;

/** What the client asks of the lazy part. */
export interface Lazy {
  flush(): Promise<void>;
  shutdown(): Promise<void>;
  counts(): Counts;
  /** Consent was withdrawn: what was not told is forgotten. */
  forget(): void;
}

/** Brings the module and takes over. */
export async function start(options: Options, core: Parameters<typeof take>[0]): Promise<Lazy | undefined> {
  take(core);
  await bring(options.wasm);
  const redact = options.beforeSend && (await import("./redact")).redactor(options.beforeSend);
  if (!stoppedNoting()) return new Measuring(options, redact);
}

/** Measures page views: the first, and another each time the page comes back from the back/forward cache. */
class Measuring implements Lazy {
  readonly #store = new Store();
  readonly #views: View[];
  #view: View;

  constructor(
    private readonly _options: Options,
    private readonly _redact: Redact | undefined,
  ) {
    this.#view = new View(_options, this.#store, _redact);
    this.#views = [this.#view];
    addEventListener("pageshow", ({ persisted, timeStamp }) => {
      if (persisted && !stoppedNoting()) guarded(() => this.#restore(timeStamp));
    });
    this.#view.takeOver();
    void this.#view._transport.sendLeft();
    setInterval(() => guarded(() => this.#beat()), BEAT);
  }

  async flush(): Promise<void> {
    await Promise.all(this.#views.map((view) => view.flush()));
  }

  async shutdown(): Promise<void> {
    this.#view.end();
    await this.flush();
    stopNoting();
    for (const view of this.#views) view._recorder.give_up(SHUT_DOWN);
  }

  forget(): void {
    for (const view of this.#views) view._recorder.give_up(NO_CONSENT);
    void this.#store.clear();
  }

  counts(): Counts {
    const all = this.#views.map((view) => view.counts());
    const sum = (name: keyof Counts) => all.reduce((sum, counts) => sum + counts[name], 0);
    return {
      captured: sum("captured"),
      delivered: sum("delivered"),
      dropped: sum("dropped"),
      waiting: sum("waiting"),
    };
  }

  #restore(at: number): void {
    this.#view = new View(this._options, this.#store, this._redact, at);
    this.#views.push(this.#view);
    this.#view.takeOver();
  }

  #beat(): void {
    if (stoppedNoting()) return;
    this.#view.beat();
    for (const view of this.#views) view._transport.send();
  }
}
