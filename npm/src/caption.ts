import { text as asText, guarded, type Line, note, number } from "./observations";
import { expectPaint } from "./paint";
import { now } from "./time";
import type { CaptionOptions, UpdateOptions } from "./types";

let lines = 0;
/** Lines by their segment, the one used last at the end. */
const known = new Map<string, Line>();
/** So many are remembered. */
const MOST = 200;

/** A line of captions. Hand it each update that arrives, in the task that writes the text. */
export class Caption {
  readonly #line: Line;
  readonly #element: Element | undefined;
  /** Watches while an update awaits its write. */
  #observer: MutationObserver | undefined;

  constructor({ segment, language, speaker, element }: CaptionOptions) {
    const [id, tag, role] = [asText(segment), asText(language), asText(speaker)];
    const key = `${[id, tag, role]}`;
    this.#line = (id && known.get(key)) || { line: ++lines, language: tag, speaker: role };
    this.#element = element;
    // Once more at the end, and the oldest goes.
    known.delete(key);
    known.set(key, this.#line);
    if (known.size > MOST) known.delete([...known.keys()][0] as string);
  }

  /** The text changed. Write it to the page in this same task, or name the `element` that will show it. */
  update(text: string, options?: UpdateOptions): void {
    const handled = now();
    guarded(() => {
      const { emittedAt, final, spokenAt } = options ?? {};
      note("update", this.#line, handled, text, number(emittedAt), final === true, number(spokenAt));
      // Without an element the app writes in this task; with one it may have written just before.
      if (!this.#element || this.#element.textContent === text) {
        queueMicrotask(() => this.#wrote());
        return;
      }
      const changes = { childList: true, characterData: true, subtree: true };
      this.#observer ??= new MutationObserver(() => this.#wrote());
      this.#observer.observe(this.#element, changes);
      // The same text again changes nothing that it would see.
      expectPaint();
    });
  }

  /** The line leaves the page while its text stands (scrolled off, evicted): no retraction. */
  close(): void {
    note("close", this.#line, now());
  }

  #wrote(): void {
    this.#observer?.disconnect();
    note("wrote", this.#line, now());
    expectPaint();
  }
}
