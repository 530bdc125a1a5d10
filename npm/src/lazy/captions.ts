import type { Recorder } from "../../wasm/honeyguide_sdk.js";
import type { Line, Update } from "../caption";
import { LANGUAGE, OUTCOME, SPEAKER } from "../catalog";
import type { Attributes } from "./attributes";
import { guarded, now } from "./core";
import { TokenNumbers } from "./tokens";

/** The browser tells of a busy main thread only some time after the paint: items wait this long for it, milliseconds. */
const HINDSIGHT = 200;

/** A segment closes when it was not revised for this long, milliseconds. */
const IDLE = 30_000;

interface Open {
  line: Line;
  numbers: TokenNumbers;
  /** As painted last. It stays here; only its tokens' numbers go on. */
  text: string | undefined;
  revisedAt: number;
}

/** Ended updates become items; segments are kept until they close. */
export class Captions {
  readonly #segments = new Map<number, Open>();
  #waiting: (() => void)[] = [];

  constructor(
    private readonly _recorder: Recorder,
    private readonly _attributes: Attributes,
    /** Takes in what the browser has to tell about the main thread. */
    private readonly _lookBack: () => void,
  ) {}

  take(line: Line, ended: Update[], text: string | undefined): void {
    this.#later(() => this.#record(line, ended, text));
  }

  close(line: Line): void {
    this.#later(() => this.#closeNow(line));
  }

  /** Makes items of everything that waits. */
  settle(): void {
    this._lookBack();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const make of waiting) guarded(make);
  }

  #later(make: () => void): void {
    if (this.#waiting.push(make) === 1) setTimeout(() => this.settle(), HINDSIGHT);
  }

  #record(line: Line, ended: Update[], text: string | undefined): void {
    const { _recorder: recorder } = this;
    for (const update of ended) recorder.caption_arrived(update.emitted, update.handled);
    // The words that a paint showed go with the update that brought them: the last one.
    for (const update of ended.slice(0, -1)) this.#item(line, update);
    if (text !== undefined) this.#revise(line, text);
    const last = ended.at(-1);
    if (last) this.#item(line, last);
  }

  #closeNow(line: Line): void {
    if (!this.#segments.delete(line.number)) return;
    this._recorder.caption_closed(line.number, this.#set(line), now());
  }

  closeIdle(): void {
    const limit = now() - IDLE;
    for (const { line, revisedAt } of this.#segments.values()) if (revisedAt < limit) this.#closeNow(line);
  }

  closeAll(): void {
    this.settle();
    for (const { line } of this.#segments.values()) this.#closeNow(line);
  }

  #revise(line: Line, text: string): void {
    let open = this.#segments.get(line.number);
    if (!open) {
      open = { line, numbers: new TokenNumbers(), text: undefined, revisedAt: 0 };
      this.#segments.set(line.number, open);
    }
    const numbers = open.numbers.of(text, line.options.language);
    this._recorder.caption_revised(line.number, numbers, text !== open.text);
    open.text = text;
    open.revisedAt = now();
  }

  #item(line: Line, { emitted, handled, written, painted, final, outcome }: Update): void {
    this._recorder.caption(line.number, this.#set(line, outcome), emitted, handled, written, painted, final);
  }

  #set({ options }: Line, outcome?: string): number {
    return this._attributes.set([
      [LANGUAGE, options.language],
      [SPEAKER, options.speaker],
      [OUTCOME, outcome],
    ]);
  }
}
