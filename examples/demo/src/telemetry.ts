/** How the app is measured: everything of Honeyguide that is not told beside a caption or a translation. */
import { init, type Options } from "@honeyguide/browser";

export const hg = init({
  endpoint: location.origin,
  key: "pub_local",
  app: { name: "demo-call", version: "1.0.0", environment: "demo" },
  batchInterval: 1000,
  debug: true,
  services: { roster: "/demo/api/roster", translation: "/demo/api/translate" },
  // Until the package's options name `services`; then this cast goes.
} as Options);

interface OwnMetrics {
  counter(name: string): { add(count: number, attributes?: Record<string, string>): void };
  histogram(name: string, options?: { unit?: string }): { record(value: number): void };
}

// Until the package has metrics of an app's own; then this cast goes, and the question marks below.
const own = hg as unknown as Partial<OwnMetrics>;

/** Calls joined, by how. */
export const joins = own.counter?.("demo_joins_total");

/** How long a caption stood on the screen before it scrolled off, milliseconds. */
export const captionShown = own.histogram?.("demo_caption_shown_ms", { unit: "ms" });
