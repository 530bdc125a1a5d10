import type { Recorder } from "../../wasm/honeyguide_sdk.js";
import { type Kind, OWN_KEYS } from "../catalog";
import { guarded, text } from "./core";
import type { Redact } from "./redact";

/** With this many sets or texts, sets lose the app's own attributes: an app that puts identifiers into them costs no memory. */
const MOST = 5000;

/** As the module knows it: items with this set are let go, and counted. */
const REDACTED = 0xffffffff;

export type Known = (readonly [key: number, text: unknown])[];
export type Own = readonly (readonly [name: string, value: unknown])[];

/** Texts and sets of attributes as the module's numbers, each asked for once. */
export class Attributes {
  readonly #texts = new Map<string, number>();
  readonly #sets = new Map<string, number>();
  readonly #empty: number;

  constructor(
    private readonly _recorder: Recorder,
    /** The app's own say in what leaves the page. */
    private readonly _redact: Redact | undefined,
  ) {
    this.#empty = _recorder._attributes(new Uint32Array());
  }

  /** Pairs of a known key and a text; absent texts are left out. NaN stands for a new text beyond the `most`. */
  flat(known: Known, own: Own = [], most = MOST): number[] {
    const flat: number[] = [];
    for (const [key, given] of known) {
      // Whatever the app took for a text; the module takes nothing else.
      const known = text(given);
      if (known) flat.push(key, this.#text(known, most));
    }
    for (const [key, value] of own) {
      flat.push(OWN_KEYS + this.#text(key, most), this.#text(String(value), most));
    }
    return flat;
  }

  /** Attributes of a whole batch: as the app leaves them, and never short of room. */
  resource(known: Known): Uint32Array {
    const { _redact: redact } = this;
    const [left, own] = redact ? (guarded(() => redact(known, [])) ?? [[], []]) : [known, []];
    return new Uint32Array(this.flat(left, own, Number.POSITIVE_INFINITY));
  }

  /** The number of a set; {@link REDACTED} where the app lets it go. */
  set(known: Known, own: Own = []): number {
    const { _redact: redact } = this;
    if (!redact) return this.#intern(known, own);
    const left = guarded(() => redact(known, own));
    return left ? this.#intern(...left) : REDACTED;
  }

  #intern(known: Known, own: Own): number {
    // What the app made of it is given up first, then what it is.
    const most = own.length > 0 ? MOST : 2 * MOST;
    const full = this.#sets.size >= most;
    const flat = this.flat(known, own, full ? 0 : most);
    const key = flat.join();
    let set = this.#sets.get(key);
    if (set === undefined) {
      if (full || flat.includes(Number.NaN)) return own.length > 0 ? this.#intern(known, []) : this.#empty;
      set = this._recorder._attributes(new Uint32Array(flat));
      this.#sets.set(key, set);
    }
    return set;
  }

  /** Records an event that needs no measuring, as {@link import("../observations").item} notes it. */
  item(kind: Kind, at: number, cells: number[], known: Known, own?: Own): void {
    this._recorder._item(kind, this.set(known, own), at, new Float64Array(cells));
  }

  #text(text: string, most: number): number {
    let number = this.#texts.get(text);
    if (number === undefined) {
      if (this.#texts.size >= most) return Number.NaN;
      number = this._recorder._text(text);
      this.#texts.set(text, number);
    }
    return number;
  }
}
