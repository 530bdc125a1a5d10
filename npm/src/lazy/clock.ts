import type { Recorder } from "../../wasm/honeyguide_sdk.js";
import { nativeFetch, now } from "./core";

/** Probes of one round; the module keeps the best. */
const PROBES = 8;

/** Measures how far the server's clock is from the page's. */
export class Clock {
  #running = false;

  constructor(
    private readonly _recorder: Recorder,
    private readonly _url: string,
  ) {}

  /** Starts a round if one is due. */
  check(becameVisible: boolean): void {
    if (this.#running || globalThis.document?.visibilityState === "hidden") return;
    if (!this._recorder.clock_due(performance.now(), drift(), becameVisible)) return;
    this.#running = true;
    this.#round().finally(() => {
      this.#running = false;
    });
  }

  async #round(): Promise<void> {
    for (let probe = 0; probe < PROBES; probe++) {
      const sent = now();
      const text = await nativeFetch(this._url, { cache: "no-store", credentials: "omit" })
        .then((response) => (response.ok ? response.text() : undefined))
        .catch(() => undefined);
      const arrived = now();
      const [received = Number.NaN, answered = Number.NaN] = (text ?? "").split(" ").map(Number);
      if (this._recorder.clock_probe(sent, received, answered, arrived)) break;
    }
    this._recorder.clock_round(performance.now(), drift());
  }
}

/** How far the page's monotonic clock has drifted from the wall clock: a laptop slept. */
const drift = (): number => Date.now() - now();
