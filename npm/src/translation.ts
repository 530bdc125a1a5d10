import { hiddenSince } from "./caption";
import { guarded, note, stopped } from "./observations";
import { afterPaint } from "./paint";
import { now } from "./time";
import type { TranslationOptions } from "./types";

/** A request without a first token is a bad event after this long, milliseconds. */
const PATIENCE = 30_000;

/** A translation request at its end; NaN where something did not happen. */
export interface EndedTranslation {
  readonly options: TranslationOptions;
  readonly requested: number;
  /** The page had the first token, and wrote it. */
  ready: number;
  /** It was painted. */
  firstToken: number;
  done: number;
  accuracy: number;
  /** The page was hidden between the request and the first token's paint: nobody waited for it. */
  hidden: boolean;
}

/** Requests that have no end yet, to be ended when the page is left. */
export const translating = new Set<Translation>();

/** One translation request, from now on. */
export class Translation {
  readonly #state: EndedTranslation;
  #painting = false;
  #painted = false;
  #over = false;
  /** After this long without a first token it is over; with one it goes on until it is done. */
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: TranslationOptions) {
    this.#state = {
      options,
      requested: now(),
      ready: Number.NaN,
      firstToken: Number.NaN,
      done: Number.NaN,
      accuracy: Number.NaN,
      hidden: false,
    };
    if (stopped) return;
    translating.add(this);
    this.#timer = setTimeout(() => {
      if (!this.#painted) this.#finish();
    }, PATIENCE);
  }

  /** The first token is being written in this task. */
  firstToken(): void {
    if (this.#painting) return;
    this.#painting = true;
    this.#state.ready = now();
    queueMicrotask(() =>
      afterPaint(() => (at) => {
        this.#painted = true;
        this.#state.hidden = hiddenSince(this.#state.requested);
        if (!this.#state.hidden) this.#state.firstToken = at;
        if (!Number.isNaN(this.#state.done)) this.#finish();
      }),
    );
  }

  /** The request ended; `accuracy` is the app's own score, 0 to 1. */
  done(options?: { accuracy?: number }): void {
    this.#state.done = now();
    this.#state.accuracy = guarded(() => Number(options?.accuracy ?? Number.NaN)) ?? Number.NaN;
    // A first token that is just being painted is waited for.
    if (!this.#painting || this.#painted) this.#finish();
  }

  #finish(): void {
    if (this.#over) return;
    this.#over = true;
    if (!this.#painted) this.#state.hidden = hiddenSince(this.#state.requested);
    clearTimeout(this.#timer);
    translating.delete(this);
    note("translation", this.#state);
  }

  /** The page is being left: what had begun to show counts, the rest was aborted. */
  leave(): void {
    translating.delete(this);
    if (this.#painted) this.#finish();
  }
}
