/** The SDK in a worker: `?endpoint=…`. */
import { init } from "@honeyguide/browser";

const query = new URLSearchParams(location.search);
const hg = init({ endpoint: query.get("endpoint") ?? "", key: "pub_local", app: { name: "worker" } });
hg.counter("worked").add(1);
hg.span("work").end();
await fetch("/demo/left.html");
hg.caption({ segment: "nowhere" }).update("nothing is painted here");
await hg.flush();
postMessage(await hg.counts());
