import type { Recorder } from "../../wasm/honeyguide_sdk.js";
import { OWN_KEYS } from "./catalog";

/** Sets beyond this many lose the app's own attributes: an app that puts identifiers into them costs no memory. */
const MOST_SETS = 5000;

/** Texts and sets of attributes as the module's numbers, each asked for once. */
export class Attributes {
  readonly #texts = new Map<string, number>();
  readonly #sets = new Map<string, number>();
  readonly #empty: number;

  constructor(private readonly recorder: Recorder) {
    this.#empty = recorder.attributes(new Uint32Array());
  }

  /** Pairs of a known key and a text; absent texts are left out. */
  flat(
    known: (readonly [key: number, text: string | undefined])[],
    own: readonly (readonly [name: string, value: unknown])[] = [],
  ): Uint32Array {
    const flat: number[] = [];
    for (const [key, text] of known) if (text) flat.push(key, this.#text(text));
    for (const [key, value] of own) flat.push(OWN_KEYS + this.#text(key), this.#text(String(value)));
    return new Uint32Array(flat);
  }

  /** The number of a set. */
  set(
    known: (readonly [key: number, text: string | undefined])[],
    own?: readonly (readonly [name: string, value: unknown])[],
  ): number {
    const flat = this.flat(known, own);
    const key = flat.join();
    let set = this.#sets.get(key);
    if (set === undefined) {
      // What the app made of it is given up first, then what it is.
      if (this.#sets.size >= MOST_SETS && own?.length) return this.set(known);
      if (this.#sets.size >= 2 * MOST_SETS) return this.#empty;
      set = this.recorder.attributes(flat);
      this.#sets.set(key, set);
    }
    return set;
  }

  #text(text: string): number {
    let number = this.#texts.get(text);
    if (number === undefined) {
      number = this.recorder.text(text);
      this.#texts.set(text, number);
    }
    return number;
  }
}
