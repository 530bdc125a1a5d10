// Views say what the page should hold as fresh elements; `render` brings what is there to it, changing only what
// differs. So a view is a plain function of its data, and focus, selection and unfolded details stay as they are.
//
// Every text becomes a text node: no data is ever read as markup.

export type Child = Node | string | null | undefined | false | Child[];
export type Attributes = Record<string, string | number | boolean | null | undefined>;

const SVG = "http://www.w3.org/2000/svg";

/** An HTML element. An attribute that is null, undefined or false is left out. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  return complete(document.createElement(tag), attributes, children);
}

/** An SVG element. */
export function s<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[Tag] {
  return complete(document.createElementNS(SVG, tag), attributes, children);
}

/** The element with custom or plain CSS properties. The policy forbids a `style` attribute, not this. */
export function styled<Styled extends HTMLElement | SVGElement>(
  element: Styled,
  properties: Record<string, string | number>,
): Styled {
  for (const [name, value] of Object.entries(properties)) element.style.setProperty(name, String(value));
  return element;
}

function complete<Made extends Element>(element: Made, attributes: Attributes, children: Child[]): Made {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

function append(parent: Node, children: Child[]): void {
  for (const child of children) {
    if (Array.isArray(child)) append(parent, child);
    else if (typeof child === "string") parent.appendChild(document.createTextNode(child));
    else if (child) parent.appendChild(child);
  }
}

/** Makes the element hold just these children. */
export function render(root: Element, ...children: Child[]): void {
  const wanted = document.createDocumentFragment();
  append(wanted, children);
  const focused = document.activeElement;
  adopt(root, wanted);
  // Moving an element takes its focus away.
  if (focused instanceof HTMLElement && focused !== document.activeElement && root.contains(focused)) {
    focused.focus({ preventScroll: true });
  }
}

function adopt(root: Node, wanted: Node): void {
  const keyed = new Map<string, Node>();
  for (const child of root.childNodes) {
    const key = keyOf(child);
    if (key) keyed.set(key, child);
  }
  let there: ChildNode | null = root.firstChild;
  for (const child of [...wanted.childNodes]) {
    const key = keyOf(child);
    const match = key ? keyed.get(key) : there && !keyOf(there) ? there : undefined;
    if (match?.nodeName !== child.nodeName) {
      root.insertBefore(child, there);
      continue;
    }
    if (match === there) there = there.nextSibling;
    else root.insertBefore(match, there);
    change(match, child);
    if (key) keyed.delete(key);
  }
  while (there) {
    const next: ChildNode | null = there.nextSibling;
    there.remove();
    there = next;
  }
}

function change(old: Node, fresh: Node): void {
  if (old instanceof Element && fresh instanceof Element) {
    changeAttributes(old, fresh);
    // An island's inside belongs to whoever made it, such as a chart.
    if (!old.hasAttribute("data-island")) adopt(old, fresh);
  } else if (old.nodeValue !== fresh.nodeValue) {
    old.nodeValue = fresh.nodeValue;
  }
}

function changeAttributes(old: Element, fresh: Element): void {
  for (const { name, value } of fresh.attributes) {
    if (name !== "style" && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    // What the viewer unfolded stays so.
    if (name !== "style" && name !== "open" && !fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  if (isStyled(old) && isStyled(fresh) && old.style.cssText !== fresh.style.cssText) {
    old.style.cssText = fresh.style.cssText;
  }
}

function isStyled(element: Element): element is HTMLElement | SVGElement {
  return element instanceof HTMLElement || element instanceof SVGElement;
}

function keyOf(node: Node): string | null {
  return node instanceof Element ? node.getAttribute("data-key") : null;
}

/** The element that a view has just rendered. */
export function find(root: ParentNode, selector: string): HTMLElement {
  const found = root.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`the page has no ${selector}`);
  return found;
}
