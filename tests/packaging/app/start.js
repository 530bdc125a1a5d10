import { init } from "@honeyguide/browser";
import { instrumentRoom } from "@honeyguide/browser/livekit";
import { register } from "@honeyguide/browser/otel";
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
  const { tracerProvider } = register(hg);
  tracerProvider.getTracer("packaging").startSpan("arrived").end();
  hg.counter("arrivals").add(1);
  Object.assign(window, { hg, instrumentRoom });
}
