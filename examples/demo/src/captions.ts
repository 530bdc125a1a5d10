/** Captions and their translations on the page: ordinary DOM code, and the lines that are told of each update. */
import type { Caption } from "@honeyguide/browser";
import type { CaptionMessage } from "./call";
import { translate } from "./services";
import { captionShown, hg } from "./telemetry";

interface Shown {
  line: Caption;
  block: HTMLElement;
  text: HTMLParagraphElement;
  since: number;
}

/** As many sentences stand at once. */
const MOST = 3;

/** The last sentences of a call. */
export class Captions {
  private readonly shown = new Map<string, Shown>();

  constructor(private readonly container: HTMLElement) {}

  /** One update, as it arrives. */
  show({ segment, language, text, emittedAt, final }: CaptionMessage): void {
    const caption = this.shown.get(segment) ?? this.begin(segment, language);
    caption.line.update(text, { emittedAt, final });
    caption.text.textContent = text;
    caption.text.className = final ? "final" : "";
    if (final) void translateBelow(caption.block, text, language);
  }

  /** The call is over: what stands may stay, until the next one needs the room. */
  end(): void {
    for (const { line } of this.shown.values()) line.close();
    this.shown.clear();
  }

  private begin(segment: string, language: string): Shown {
    const block = document.createElement("div");
    const text = document.createElement("p");
    text.lang = language;
    block.append(text);
    this.container.append(block);
    const line = hg.caption({ segment, language, speaker: "speaker" });
    const caption = { line, block, text, since: performance.now() };
    this.shown.set(segment, caption);
    this.evict();
    return caption;
  }

  /** What is evicted was not retracted. */
  private evict(): void {
    for (const [segment, { line, block, since }] of this.shown) {
      if (this.shown.size <= MOST) break;
      line.close();
      block.remove();
      this.shown.delete(segment);
      captionShown.record(performance.now() - since);
    }
    // What an earlier call left.
    while (this.container.childElementCount > MOST) this.container.firstElementChild?.remove();
  }
}

async function translateBelow(block: HTMLElement, text: string, from: string): Promise<void> {
  const to = from === "en" ? "de" : "en";
  const translation = hg.translation({ from, to });
  const paragraph = document.createElement("p");
  paragraph.lang = to;
  paragraph.className = "translation";
  try {
    for await (const told of translate(text)) {
      if ("score" in told) {
        translation.done({ accuracy: told.score });
        return;
      }
      if (!paragraph.isConnected) block.append(paragraph);
      paragraph.append(`${told.word} `);
      translation.firstToken();
    }
  } catch {
    // The service cannot be reached: the page goes on without a translation.
  }
  translation.done();
}
