/** The SDK in a service worker that passes on what its pages ask for: `?endpoint=…`. In one file: such a worker may import nothing later. */
import { init } from "@honeyguide/browser";

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
  respondWith(answer: Promise<Response>): void;
  readonly request: Request;
  readonly source: { postMessage(message: unknown): void };
}

const query = new URLSearchParams(location.search);
const hg = init({ endpoint: query.get("endpoint") ?? "", key: "pub_local", app: { name: "service" } });
let passed = 0;
addEventListener("activate", (event) => {
  const { clients } = globalThis as unknown as { clients: { claim(): Promise<void> } };
  (event as Lasting).waitUntil(clients.claim());
});
addEventListener("fetch", (event) => {
  passed++;
  (event as Lasting).respondWith(fetch((event as Lasting).request));
});
addEventListener("message", (event) => {
  const work = async () => {
    hg.counter("served").add(1);
    hg.span("serve").end();
    await hg.flush();
    (event as unknown as Lasting).source.postMessage({ passed, counts: await hg.counts() });
  };
  (event as unknown as Lasting).waitUntil(work());
});
