import type { Honeyguide } from "@honeyguide/browser";

const WORDS =
  "we should meet again next week and talk about what the harbour needs before the winter comes".split(" ");
/** Lines that stay on the page. */
const SHOWN = 6;

/** Each call writes the next revision of a line: a word more, some of them changed again; 12 to a segment, the last final. */
export function lines(hg: Honeyguide | undefined, parent: HTMLElement): () => void {
  let count = 0;
  let paragraph: HTMLElement | undefined;
  let line: ReturnType<Honeyguide["caption"]> | undefined;
  return () => {
    const revision = count % 12;
    const segment = Math.floor(count / 12);
    if (revision === 0 || !paragraph) {
      paragraph = document.createElement("p");
      parent.append(paragraph);
      while (parent.children.length > SHOWN) parent.firstElementChild?.remove();
      line = hg?.caption({ segment: `segment-${segment}`, language: "en", speaker: "agent" });
    }
    const words = Array.from({ length: revision + 1 }, (_, index) => WORDS[(segment + index) % WORDS.length]);
    // The recogniser had misheard.
    if (revision % 4 === 2) words[revision] = "weak";
    const text = words.join(" ");
    const emittedAt = performance.timeOrigin + performance.now() - 60;
    line?.update(text, { emittedAt, final: revision === 11 });
    paragraph.textContent = text;
    count++;
  };
}
