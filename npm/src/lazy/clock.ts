import type { Recorder } from "../../wasm/honeyguide_sdk.js";
import { nativeFetch, now } from "./core";
import { asking } from "./transport";

/** As the module's `DRIFT_TOLERANCE_MS`. */
const TOLERANCE = 50;

/** Measures how far the server's clock is from the page's: by rounds of probes, of which the module keeps the best. */
export class Clock {
  #asking = false;
  #running = false;
  /** {@link drift} when the round began. */
  #began = 0;

  constructor(
    private readonly _recorder: Recorder,
    private readonly _url: string,
  ) {}

  /** Once a second: one probe, where a round goes on or is due. All at once they would only meet the same traffic. */
  check(becameVisible: boolean): void {
    if (this.#asking || globalThis.document?.visibilityState === "hidden") return;
    const apart = drift();
    // It slept meanwhile, or nobody knows: what was asked before holds no longer.
    if (becameVisible || Math.abs(apart - this.#began) > TOLERANCE) this.#end();
    if (!this.#running) {
      this.#running = this._recorder._clock_due(performance.now(), apart, becameVisible) > 0;
      this.#began = apart;
    }
    if (!this.#running) return;
    this.#asking = true;
    void this.#probe().finally(() => {
      this.#asking = false;
    });
  }

  async #probe(): Promise<void> {
    const sent = now();
    const text = await nativeFetch(this._url, asking({ method: "GET", cache: "no-store" }))
      .then((response) => (response.ok ? response.text() : undefined))
      .catch(() => undefined);
    const arrived = now();
    const [received = Number.NaN, answered = Number.NaN] = (text ?? "").split(" ").map(Number);
    if (this._recorder._clock_probe(sent, received, answered, arrived)) this.#end();
  }

  /** A sleep since it began is seen by the next that asks. */
  #end(): void {
    if (!this.#running) return;
    this.#running = false;
    this._recorder._clock_round(performance.now(), this.#began);
  }
}

/** How far the page's monotonic clock has drifted from the wall clock: a laptop slept. */
const drift = (): number => Date.now() - now();
