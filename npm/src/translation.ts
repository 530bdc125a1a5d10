import { note, number, text } from "./observations";
import { expectPaint } from "./paint";
import { now } from "./time";
import type { TranslationOptions } from "./types";

let translations = 0;

/** One translation request, from now on. */
export class Translation {
  readonly #number = ++translations;

  constructor({ from, to }: TranslationOptions) {
    note("translation", this.#number, now(), text(from), text(to));
  }

  /** The first token is being written in this task. */
  firstToken(): void {
    note("token", this.#number, now());
    queueMicrotask(expectPaint);
  }

  /** The request ended; `accuracy` is the app's own score, 0 to 1. */
  done(options?: { accuracy?: number }): void {
    note("done", this.#number, now(), number(options?.accuracy));
  }
}
