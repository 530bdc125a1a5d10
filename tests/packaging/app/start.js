import { init } from "@honeyguide/browser";
import wasm from "@honeyguide/browser/wasm";

/** The same app under every bundler: `?endpoint=…&app=…`, with `wasm` the module as a file. */
export function start() {
  const query = new URLSearchParams(location.search);
  const hg = init({
    endpoint: query.get("endpoint") ?? "",
    key: "pub_local",
    app: { name: query.get("app") ?? "" },
    ...(query.has("wasm") && { wasm }),
  });
  hg.counter("arrivals").add(1);
  Object.assign(window, { hg });
}
