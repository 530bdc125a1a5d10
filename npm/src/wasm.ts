/**
 * The address of the module as a file, for `init({ …, wasm })`. Bundlers that know `new URL(…, import.meta.url)` bring the file along;
 * from elsewhere give `init` the address yourself: the file is `@honeyguide/browser/honeyguide.wasm`.
 *
 * @example
 * ```ts
 * import { init } from "@honeyguide/browser";
 * import wasm from "@honeyguide/browser/wasm";
 *
 * init({ key: "pub_7f3c", app: { name: "interpreter" }, wasm });
 * ```
 */
const address: string = new URL("./honeyguide.wasm", import.meta.url).href;
export default address;
