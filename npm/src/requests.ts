import { Kind, OUTCOME, RequestField, SERVICE } from "./catalog";
import { guarded, item } from "./observations";
import { now } from "./time";
import type { Options } from "./types";

/** The browser's own, not watched: for what the SDK sends itself. */
export const nativeFetch: typeof fetch = globalThis.fetch?.bind(globalThis);

/** Watches `fetch`. The app's promise settles as the browser's own does; a rejection that nobody handles stays one. */
export function watchRequests({ services }: Options): void {
  const native = globalThis.fetch;
  if (!native) return;
  globalThis.fetch = function (this: unknown, ...given) {
    const start = now();
    const answer = native.apply(this as typeof globalThis, given);
    const [target, init] = given as [Partial<Request & URL> | undefined, RequestInit?];
    const service = guarded(() => serviceOf(target?.url ?? target?.href ?? target, services));
    if (!service || !answer?.then) return answer;
    const end = (outcome: string, status = Number.NaN) =>
      item(
        Kind.Request,
        start,
        [RequestField.duration, now() - start, RequestField.status, status],
        [
          [SERVICE, service],
          [OUTCOME, outcome],
        ],
      );
    // Wrong arguments reject before `fetch` returns, so that is heard before a microtask of ours: nothing was sent.
    let sent = false;
    const watched = answer.then(
      (response) => {
        guarded(() => {
          const { status } = response;
          end(status >= 500 ? "server_error" : status >= 400 ? "client_error" : "ok", status);
        });
        return response;
      },
      (fault) => {
        if (sent) guarded(() => end(failure(fault, init?.signal ?? target?.signal)));
        throw fault;
      },
    );
    queueMicrotask(() => {
      sent = true;
    });
    return watched;
  };
}

/** Fetch cannot tell a refused connection from a blocked one: both are network errors while the browser is online. */
function failure(fault: { name?: unknown } | undefined, signal: AbortSignal | undefined): string {
  if (fault?.name === "TimeoutError") return "timeout";
  // An abort may have any reason.
  if (fault?.name === "AbortError" || signal?.aborted || leaving) return "aborted";
  return navigator.onLine === false ? "offline" : "network_error";
}

let leaving = false;
if (globalThis.document) {
  for (const type of ["pagehide", "pageshow"]) {
    addEventListener(type, () => (leaving = type === "pagehide"), true);
  }
}

/** Which of the app's services an address belongs to; without a list, all of the page's own origin are `app`. */
function serviceOf(address: unknown, services: Options["services"]): string | undefined {
  // Not by its toString(): that is the browser's to call.
  if (typeof address !== "string") return;
  const { baseURI } = document;
  const { href, origin } = new URL(address, baseURI);
  if (!/^https?:/.test(href)) return;
  if (!services) return origin === location.origin ? "app" : undefined;
  return Object.entries(services).find(([, prefix]) => href.startsWith(new URL(prefix, baseURI).href))?.[0];
}
