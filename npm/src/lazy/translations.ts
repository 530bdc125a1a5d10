import { Kind, OUTCOME, SOURCE_LANGUAGE, TARGET_LANGUAGE, TranslationField } from "../catalog";
import type { Attributes } from "./attributes";

/** A request without a first token is a bad event after this long, milliseconds. */
const PATIENCE = 30_000;
/** An app that wants the first token only never says done: then it is over after this long, while it still counts as on time. */
const LONGEST = 300_000;

/** NaN where something did not happen. */
interface Open {
  readonly requested: number;
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** The page had the first token, and wrote it. */
  ready: number;
  /** The frame that shows it. */
  frame: number;
  painted: boolean;
  /** It was painted while nobody could have missed it. */
  firstToken: number;
  done: number;
  accuracy: number;
}

/** Translation requests from their beginning to their end. */
export class Translations {
  readonly #open = new Map<number, Open>();

  constructor(
    private readonly _attributes: Attributes,
    private readonly _hiddenSince: (time: number) => boolean,
  ) {}

  begin(number: number, requested: number, from: string | undefined, to: string | undefined): void {
    const unknown = { ready: Number.NaN, firstToken: Number.NaN, done: Number.NaN, accuracy: Number.NaN };
    this.#open.set(number, { requested, from, to, frame: 0, painted: false, ...unknown });
  }

  token(number: number, at: number): void {
    const open = this.#open.get(number);
    if (open && Number.isNaN(open.ready)) open.ready = at;
  }

  frame(frame: number): void {
    for (const open of this.#open.values()) if (!open.frame && !Number.isNaN(open.ready)) open.frame = frame;
  }

  painted(frame: number, at: number): void {
    for (const [number, open] of this.#open) {
      if (open.frame !== frame || open.painted) continue;
      open.painted = true;
      if (!this._hiddenSince(open.requested)) open.firstToken = at;
      if (!Number.isNaN(open.done)) this.#finish(number, open);
    }
  }

  done(number: number, at: number, accuracy: number): void {
    const open = this.#open.get(number);
    if (!open) return;
    open.done = at;
    open.accuracy = accuracy;
    // A first token that is just being painted is waited for.
    if (Number.isNaN(open.ready) || open.painted) this.#finish(number, open);
  }

  /** Without a first token it is over after some time; with one it goes on until it is done. */
  beat(now: number): void {
    for (const [number, open] of this.#open) {
      if (open.requested < now - (open.painted ? LONGEST : PATIENCE)) this.#finish(number, open);
    }
  }

  /** The page is being left: what had begun to show counts, the rest was aborted. */
  leave(): void {
    for (const [number, open] of this.#open) if (open.painted) this.#finish(number, open);
    this.#open.clear();
  }

  #finish(number: number, open: Open): void {
    this.#open.delete(number);
    const { requested, from, to, ready, firstToken, done, accuracy } = open;
    const hidden = Number.isNaN(firstToken) && (open.painted || this._hiddenSince(requested));
    const cells = [
      TranslationField.ttft,
      firstToken - requested,
      TranslationField.duration,
      done - requested,
      TranslationField.waiting,
      ready - requested,
      TranslationField.accuracy,
      accuracy,
    ];
    this._attributes.item(Kind.Translation, requested, cells, [
      [SOURCE_LANGUAGE, from],
      [TARGET_LANGUAGE, to],
      [OUTCOME, hidden ? "hidden" : Number.isNaN(firstToken) ? "missing" : "ok"],
    ]);
  }
}
