import type { Caption } from "../caption";
import type { Honeyguide } from "../index";

/** One child of the container, as it was seen last. */
interface Shown {
  readonly segment: string;
  readonly line: Caption;
  text: string;
  final: boolean;
}

/** Follows every child of a container that carries a segment's id, now and later: its texts are revisions, its going closes it. */
export function follow(client: Honeyguide, container: string | Element): void {
  const shown = new Map<Element, Shown>();
  const look = (root: Element) => {
    for (const element of root.querySelectorAll<HTMLElement>("[data-segment]")) {
      const segment = element.dataset.segment ?? "";
      let known = shown.get(element);
      if (known && known.segment !== segment) {
        known.line.close();
        known = undefined;
      }
      if (!known) {
        const language = element.closest<HTMLElement>("[lang]")?.lang;
        const line = client.caption({ segment, language, speaker: element.dataset.speaker });
        known = { segment, line, text: "", final: false };
        shown.set(element, known);
      }
      const text = element.textContent ?? "";
      const final = "final" in element.dataset && element.dataset.final !== "false";
      if (text === known.text && final === known.final) continue;
      Object.assign(known, { text, final });
      known.line.update(text, { final, emittedAt: Number(element.dataset.emittedAt ?? Number.NaN) });
    }
    for (const [element, { line }] of shown) {
      if (root.contains(element)) continue;
      line.close();
      shown.delete(element);
    }
  };
  const begin = (root: Element) => {
    look(root);
    const attributeFilter = ["data-segment", "data-final"];
    const changes = { childList: true, characterData: true, subtree: true, attributeFilter };
    new MutationObserver(() => look(root)).observe(root, changes);
  };
  const found = () => (typeof container === "string" ? document.querySelector(container) : container);
  const root = found();
  if (root) {
    begin(root);
    return;
  }
  // It is not there yet: frameworks make it later.
  const awaiting = new MutationObserver(() => {
    const root = found();
    if (!root) return;
    awaiting.disconnect();
    begin(root);
  });
  awaiting.observe(document, { childList: true, subtree: true });
}
