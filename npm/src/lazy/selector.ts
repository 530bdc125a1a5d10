/** Parts of a selector, and its length. */
const MOST_PARTS = 4;
const MOST_LETTERS = 100;

/** Names an element by its kind, its classes and its parents' or by an id without digits: never by a text. */
export function selector(node: Node | null | undefined): string | undefined {
  let found = "";
  let element = node instanceof Element ? node : node?.parentElement;
  for (let parts = 0; element && parts < MOST_PARTS; parts++, element = element.parentElement) {
    const { id, localName, classList } = element;
    const named = /^[^\d\s]+$/.test(id);
    const part = named ? `#${id}` : [localName, ...[...classList].slice(0, 2)].join(".");
    const longer = found ? `${part}>${found}` : part;
    if (longer.length > MOST_LETTERS) break;
    found = longer;
    if (named) break;
  }
  return found || undefined;
}
