import { begin } from "../../wasm/honeyguide_sdk.js";
import { nativeFetch, warn } from "./core";

/** Characters that bundlers write in other ways; the text of the module has none of them. */
const LEFT_OUT = "\"$'<\\`";

/**
 * Brings the module: from the address where the host serves it, else from the text in the package. A page that forbids WebAssembly
 * (or a browser without it) gets its double in JavaScript.
 */
export async function bring(address: string | URL | undefined): Promise<void> {
  let exports: object;
  try {
    const bytes = address
      ? await (await nativeFetch(address)).arrayBuffer()
      : unpack((await import("../../wasm/module.js")).default);
    exports = (await WebAssembly.instantiate(bytes)).instance.exports;
  } catch (fault) {
    warn(`no WebAssembly: ${fault}`);
    exports = await import("../../wasm/fallback.js");
  }
  begin(exports);
}

/** The bytes of the text: `xtask/src/build/text.rs` makes it. */
function unpack(text: string): BufferSource {
  const letters = new TextEncoder().encode(text);
  const places: number[] = [];
  const order: number[] = [];
  for (let code = 32; code < 127; code++) {
    if (LEFT_OUT.includes(String.fromCharCode(code))) continue;
    const place = order.length;
    places[code] = place;
    order.push(Number.parseInt(text.slice(2 * place, 2 * place + 2), 36));
  }
  let at = 2 * order.length;
  for (let byte = 0; byte < 256; byte++) if (!order.includes(byte)) order.push(byte);
  // Never longer than the text: it is written over what was read.
  let end = 0;
  while (at < letters.length) {
    const byte = order[places[letters[at++] as number] as number] as number;
    letters[end++] =
      byte < 256 ? byte : (order[byte - 256 + (places[letters[at++] as number] as number)] as number);
  }
  return letters.subarray(0, end);
}
