import { note } from "./observations";
import { afterPaint } from "./paint";
import { now } from "./time";
import type { TranslationOptions } from "./types";

/** A request without a first token is a bad event after this long, milliseconds. */
const PATIENCE = 30_000;

/** A translation request at its end; NaN where something did not happen. */
export interface EndedTranslation {
  readonly options: TranslationOptions;
  readonly requested: number;
  firstToken: number;
  done: number;
  accuracy: number;
}

/** One translation request, from now on. */
export class Translation {
  private readonly state: EndedTranslation;
  private painting = false;
  private over = false;
  private readonly timer = setTimeout(() => this.finish(), PATIENCE);

  constructor(options: TranslationOptions) {
    this.state = {
      options,
      requested: now(),
      firstToken: Number.NaN,
      done: Number.NaN,
      accuracy: Number.NaN,
    };
  }

  /** The first token is being written in this task. */
  firstToken(): void {
    if (this.painting) return;
    this.painting = true;
    queueMicrotask(() =>
      afterPaint(() => (at) => {
        this.state.firstToken = at;
        if (!Number.isNaN(this.state.done)) this.finish();
      }),
    );
  }

  /** The request ended; `accuracy` is the app's own score, 0 to 1. */
  done({ accuracy = Number.NaN }: { accuracy?: number } = {}): void {
    this.state.done = now();
    this.state.accuracy = Number(accuracy);
    // A first token that is just being painted is waited for.
    if (!this.painting || !Number.isNaN(this.state.firstToken)) this.finish();
  }

  private finish(): void {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.timer);
    note("translation", this.state);
  }
}
