import { guarded, note } from "./observations";
import { now } from "./time";
import type { Options } from "./types";

/** A request to one of the app's own services at its end. */
export interface EndedRequest {
  readonly service: string;
  readonly start: number;
  readonly duration: number;
  readonly outcome: string;
  /** HTTP status; 0 where no answer came. */
  readonly status: number;
}

/** The browser's own, not watched: for what the SDK sends itself. */
export const nativeFetch: typeof fetch = globalThis.fetch?.bind(globalThis);

/** Watches `fetch`: the promise that the app gets is the browser's own. */
export function watchRequests(services: Options["services"]): void {
  const native = globalThis.fetch;
  if (!native) return;
  globalThis.fetch = function (this: unknown, ...given) {
    const start = now();
    const answer = native.apply(this as typeof globalThis, given);
    guarded(() => {
      const [target] = given;
      const service = serviceOf(target instanceof Request ? target.url : String(target), services);
      if (!service) return;
      const end = (outcome: string, status: number) =>
        note("request", { service, start, duration: now() - start, outcome, status });
      answer.then(
        ({ status }) => end(status >= 500 ? "server_error" : status >= 400 ? "client_error" : "ok", status),
        (fault) => end(failure(fault), 0),
      );
    });
    return answer;
  };
}

/** Fetch cannot tell a refused connection from a blocked one: both are network errors while the browser is online. */
function failure(fault: unknown): string {
  const { name } = fault as { name?: unknown };
  if (name === "TimeoutError") return "timeout";
  if (name === "AbortError" || leaving) return "aborted";
  return navigator.onLine === false ? "offline" : "network_error";
}

let leaving = false;
if (globalThis.document) addEventListener("pagehide", () => (leaving = true), true);

/** Which of the app's services an address belongs to; without a list, all of the page's own origin are `app`. */
function serviceOf(address: string, services: Options["services"]): string | undefined {
  const { href, origin } = new URL(address, location.href);
  if (!services) return origin === location.origin ? "app" : undefined;
  return Object.entries(services).find(([, prefix]) =>
    href.startsWith(new URL(prefix, location.href).href),
  )?.[0];
}
