/** How the app is measured: everything of Honeyguide that is not told beside a caption or a translation. */
import { init } from "@honeyguide/browser";

export const hg = init({
  endpoint: location.origin,
  key: "pub_local",
  app: { name: "demo-call", version: "1.0.0", environment: "demo" },
  batchInterval: 1000,
  debug: "console",
  services: { roster: "/demo/api/roster", translation: "/demo/api/translate" },
});

/** Calls joined, by how. */
export const joins = hg.counter("demo_joins");

/** How long a caption stood on the screen before it scrolled off. */
export const captionShown = hg.histogram("demo_caption_shown", { unit: "ms" });
