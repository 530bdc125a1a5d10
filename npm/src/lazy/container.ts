import type { Caption } from "../caption";
import type { Honeyguide } from "../index";

/** One child of the container, as it was seen last. */
interface Shown {
  readonly segment: string;
  readonly line: Caption;
  text: string;
  final: boolean;
}

/** Segments whose last text is remembered: lists that show only a part of themselves make rows anew. */
const MOST_REMEMBERED = 500;

/**
 * Follows every child of a container that carries a segment's id: its texts are revisions, its going closes it. What is there
 * at the beginning came before, and what is shown again was seen.
 */
export function follow(client: Honeyguide, container: string | Element): void {
  const shown = new Map<Element, Shown>();
  const remembered = new Map<string, Pick<Shown, "text" | "final">>();
  const see = (element: HTMLElement, old: boolean) => {
    const { segment = "", speaker } = element.dataset;
    let known = shown.get(element);
    if (known && known.segment !== segment) {
      known.line.close();
      known = undefined;
    }
    if (!known) {
      const language = element.closest<HTMLElement>("[lang]")?.lang;
      // A line for each element: lists make rows anew, and both may be there for a moment.
      const line = client.caption({ segment: "", language, speaker });
      known = { segment, line, ...(remembered.get(segment) ?? { text: "", final: false }) };
      shown.set(element, known);
    }
    const text = element.textContent ?? "";
    const final = "final" in element.dataset && element.dataset.final !== "false";
    const same = text === known.text && final === known.final;
    Object.assign(known, { text, final });
    remembered.delete(segment);
    remembered.set(segment, { text, final });
    if (remembered.size > MOST_REMEMBERED) remembered.delete([...remembered.keys()][0] ?? "");
    if (old || same) return;
    known.line.update(text, { final, emittedAt: Number(element.dataset.emittedAt ?? Number.NaN) });
  };
  const begin = (root: Element) => {
    const within = (node: Element) => node.querySelectorAll<HTMLElement>("[data-segment]");
    for (const element of within(root)) see(element, true);
    const attributeFilter = ["data-segment", "data-final"];
    const changes = { childList: true, characterData: true, subtree: true, attributeFilter };
    new MutationObserver((records) => {
      const changed = new Set<HTMLElement>();
      for (const { target, addedNodes } of records) {
        const near = target instanceof Element ? target : target.parentElement;
        const around = near?.closest<HTMLElement>("[data-segment]");
        if (around) changed.add(around);
        for (const node of addedNodes) {
          if (!(node instanceof HTMLElement)) continue;
          if (node.dataset.segment !== undefined) changed.add(node);
          for (const element of within(node)) changed.add(element);
        }
      }
      for (const element of changed) if (root.contains(element)) see(element, false);
      if (!records.some(({ removedNodes }) => removedNodes.length > 0)) return;
      for (const [element, { line }] of shown) {
        if (root.contains(element)) continue;
        line.close();
        shown.delete(element);
      }
    }).observe(root, changes);
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
