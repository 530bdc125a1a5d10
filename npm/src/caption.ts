import { text as asText, guarded, type Line, note, number } from "./observations";
import { expectPaint } from "./paint";
import { now } from "./time";
import type { CaptionOptions, UpdateOptions } from "./types";

let lines = 0;

/** A line of captions. Hand it each update that arrives, in the task that writes the text. */
export class Caption {
  readonly #line: Line;
  readonly #inTask: boolean;

  constructor({ language, speaker, element }: CaptionOptions) {
    this.#line = { line: ++lines, language: asText(language), speaker: asText(speaker) };
    this.#inTask = !element;
    if (element) {
      guarded(() => {
        const changes = { childList: true, characterData: true, subtree: true };
        new MutationObserver(() => this.#wrote()).observe(element, changes);
      });
    }
  }

  /** The text changed. Write it to the page in this same task, or name the `element` that will show it. */
  update(text: string, options?: UpdateOptions): void {
    const handled = now();
    guarded(() => {
      const { emittedAt, final, spokenAt } = options ?? {};
      note("update", this.#line, handled, text, number(emittedAt), final === true, number(spokenAt));
      if (this.#inTask) queueMicrotask(() => this.#wrote());
      // The same text again changes nothing that an observer would see.
      else expectPaint();
    });
  }

  /** The line leaves the page while its text stands (scrolled off, evicted): no retraction. */
  close(): void {
    note("close", this.#line, now());
  }

  #wrote(): void {
    note("wrote", this.#line, now());
    expectPaint();
  }
}
