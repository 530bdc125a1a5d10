import type { Recorder } from "../../wasm/honeyguide_sdk.js";
import { LANGUAGE, OUTCOME, SPEAKER } from "../catalog";
import type { Line } from "../observations";
import type { Attributes } from "./attributes";
import { guarded, now } from "./core";
import { TokenNumbers } from "./tokens";

/** One update and its stations, milliseconds since the Unix epoch; NaN where it did not get there. */
export interface Ended {
  readonly emitted: number;
  readonly handled: number;
  written: number;
  painted: number;
  /** When its newest word was spoken, by the sender's clock. */
  readonly spoken: number;
  readonly final: boolean;
  /** `unseen`: its line was closed, or the page left, before it could be painted. */
  outcome: "painted" | "missing" | "hidden" | "unseen";
}

/** The browser tells of a busy main thread only some time after the paint: items wait at least this long for it, milliseconds. */
const HINDSIGHT = 200;

/** A segment closes when it was not revised for this long, milliseconds. */
const IDLE = 30_000;

interface Open {
  readonly line: Line;
  readonly numbers: TokenNumbers;
  /** As painted last. It stays here; only its tokens' numbers go on. */
  text: string | undefined;
  revisedAt: number;
  /** When its first update was handled. */
  readonly begun: number;
  /** From then to the paint of the final one. */
  toFinal: number;
}

/** Ended updates become items; segments are kept until they close. */
export class Captions {
  readonly #segments = new Map<number, Open>();
  #waiting: { make(): void; since: number }[] = [];

  constructor(
    private readonly _recorder: Recorder,
    private readonly _attributes: Attributes,
    /** Takes in what the browser has to tell about the main thread. */
    private readonly _lookBack: () => void,
    /** See `Hearing`. */
    private readonly _lag: () => number,
  ) {}

  /** Updates of one segment ended; `text` is what a paint showed, absent where none did. */
  take(line: Line, segment: number, ended: Ended[], text: string | undefined): void {
    this.#later(() => this.#record(line, segment, ended, text));
  }

  /** The segment is over, or no longer shown. */
  close(segment: number): void {
    this.#later(() => this.#closeNow(segment));
  }

  /** Makes items of everything that waits, or of what has waited since `limit`. */
  settle(limit = Number.POSITIVE_INFINITY): void {
    this._lookBack();
    while ((this.#waiting[0]?.since ?? Number.NaN) <= limit) guarded(() => this.#waiting.shift()?.make());
  }

  #later(make: () => void): void {
    this.#waiting.push({ make, since: now() });
  }

  #record(line: Line, segment: number, ended: Ended[], text: string | undefined): void {
    const { _recorder: recorder } = this;
    for (const update of ended) recorder._caption_arrived(update.emitted, update.handled);
    // The words that a paint showed go with the update that brought them: the last one.
    for (const update of ended.slice(0, -1)) this.#item(line, segment, update);
    const last = ended.at(-1);
    if (text !== undefined) this.#revise(line, segment, text, ended[0]?.handled);
    if (!last) return;
    const open = this.#segments.get(segment);
    if (open && last.final) open.toFinal = last.painted - open.begun;
    this.#item(line, segment, last);
  }

  #closeNow(segment: number): void {
    const open = this.#segments.get(segment);
    if (!this.#segments.delete(segment) || !open) return;
    this._recorder._caption_closed(segment, this.#set(open.line), now(), open.toFinal);
  }

  /** Once a second. */
  beat(): void {
    this.settle(now() - HINDSIGHT);
    const limit = now() - IDLE;
    for (const [segment, { revisedAt }] of this.#segments) if (revisedAt < limit) this.#closeNow(segment);
  }

  closeAll(): void {
    this.settle();
    for (const segment of this.#segments.keys()) this.#closeNow(segment);
  }

  #revise(line: Line, segment: number, text: string, begun = Number.NaN): void {
    let open = this.#segments.get(segment);
    if (!open) {
      const numbers = new TokenNumbers();
      open = { line, numbers, text: undefined, revisedAt: 0, begun, toFinal: Number.NaN };
      this.#segments.set(segment, open);
    }
    const numbers = open.numbers.of(text, line.language);
    this._recorder._caption_revised(segment, numbers, text !== open.text);
    open.text = text;
    open.revisedAt = now();
  }

  #item(
    line: Line,
    segment: number,
    { emitted, handled, written, painted, spoken, final, outcome }: Ended,
  ): void {
    const set = this.#set(line, outcome);
    this._recorder._caption(
      segment,
      set,
      emitted,
      handled,
      written,
      painted,
      final,
      painted - spoken - this._lag(),
    );
  }

  #set({ language, speaker }: Line, outcome?: string): number {
    return this._attributes.set([
      [LANGUAGE, language],
      [SPEAKER, speaker],
      [OUTCOME, outcome],
    ]);
  }
}
