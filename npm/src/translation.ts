import { hiddenSince } from "./caption";
import { Kind, OUTCOME, SOURCE_LANGUAGE, TARGET_LANGUAGE, TranslationField } from "./catalog";
import { guarded, item, stopped } from "./observations";
import { afterPaint } from "./paint";
import { now } from "./time";
import type { TranslationOptions } from "./types";

/** A request without a first token is a bad event after this long, milliseconds. */
const PATIENCE = 30_000;

/** Requests that have no end yet, to be ended when the page is left. */
export const translating = new Set<Translation>();

/** One translation request, from now on. NaN where something did not happen. */
export class Translation {
  readonly #options: TranslationOptions;
  readonly #requested = now();
  /** The page had the first token, and wrote it. */
  #ready = Number.NaN;
  /** It was painted. */
  #firstToken = Number.NaN;
  #done = Number.NaN;
  #accuracy = Number.NaN;
  #painting = false;
  #painted = false;
  /** The page was hidden between the request and the first token's paint: nobody waited for it. */
  #hidden = false;
  #over = false;
  /** After this long without a first token it is over; with one it goes on until it is done. */
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: TranslationOptions) {
    this.#options = options;
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
    this.#ready = now();
    queueMicrotask(() =>
      afterPaint(() => (at) => {
        this.#painted = true;
        this.#hidden = hiddenSince(this.#requested);
        if (!this.#hidden) this.#firstToken = at;
        if (!Number.isNaN(this.#done)) this.#finish();
      }),
    );
  }

  /** The request ended; `accuracy` is the app's own score, 0 to 1. */
  done(options?: { accuracy?: number }): void {
    this.#done = now();
    this.#accuracy = guarded(() => Number(options?.accuracy ?? Number.NaN)) ?? Number.NaN;
    // A first token that is just being painted is waited for.
    if (!this.#painting || this.#painted) this.#finish();
  }

  #finish(): void {
    if (this.#over) return;
    this.#over = true;
    if (!this.#painted) this.#hidden = hiddenSince(this.#requested);
    clearTimeout(this.#timer);
    translating.delete(this);
    const since = (time: number) => time - this.#requested;
    item(
      Kind.Translation,
      this.#requested,
      [
        TranslationField.ttft,
        since(this.#firstToken),
        TranslationField.duration,
        since(this.#done),
        TranslationField.accuracy,
        this.#accuracy,
        TranslationField.waiting,
        since(this.#ready),
      ],
      [
        [SOURCE_LANGUAGE, this.#options.from],
        [TARGET_LANGUAGE, this.#options.to],
        [OUTCOME, this.#hidden ? "hidden" : Number.isNaN(this.#firstToken) ? "missing" : "ok"],
      ],
    );
  }

  /** The page is being left: what had begun to show counts, the rest was aborted. */
  leave(): void {
    translating.delete(this);
    if (this.#painted) this.#finish();
  }
}
