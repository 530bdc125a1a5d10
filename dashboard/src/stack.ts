// A stack's frames, with original places where the gateway had source maps.

import type { Frame } from "./api";
import { h } from "./dom";

/** The innermost first. */
export function frameList(frames: Frame[]): HTMLElement {
  return h("ol", { class: "frames" }, ...frames.map(frame));
}

function frame(one: Frame): HTMLElement {
  const place = `${one.file}:${one.line}:${one.column}`;
  return h(
    "li",
    { "data-mapped": String(one.minified !== null) },
    h("code", { class: "function" }, one.function ?? "anonymous"),
    " ",
    h("code", { class: "place" }, place),
    one.minified && h("span", { class: "second" }, `in ${one.minified}`),
  );
}
