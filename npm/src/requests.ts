import { routeOf } from "./address";
import { Kind, METHOD, OUTCOME, RequestField, ROUTE, SERVICE } from "./catalog";
import { guarded, item, text } from "./observations";
import { endRequestSpan, startRequestSpan, traceFetch } from "./propagation";
import type { Span } from "./span";
import { now } from "./time";
import type { Options } from "./types";

/** The browser's own, not watched: for what the SDK sends itself. */
export const nativeFetch: typeof fetch = globalThis.fetch?.bind(globalThis);

/** Ends a request that is watched: with a status that came, or with the reason why none did. */
type End = (status: number, failure?: string) => void;

/** Watches `fetch` and `XMLHttpRequest`. */
export function watchRequests(options: Options): void {
  guarded(() => watchXhr(options));
  watchFetch(options);
}

/** The app's promise settles as the browser's own does; a rejection that nobody handles stays one. */
function watchFetch(options: Options): void {
  const native = globalThis.fetch;
  if (!native) return;
  globalThis.fetch = function (this: unknown, ...given) {
    const begun = begin();
    const [target, init] = given as unknown as [Partial<Request & URL> | undefined, RequestInit?];
    const span = guarded(() => traceFetch(given, options));
    const answer = native.apply(this as typeof globalThis, given);
    const end = begun(target?.url ?? target?.href ?? target, init?.method ?? target?.method, options, span);
    if (!end || !answer?.then) return answer;
    // Wrong arguments reject before `fetch` returns, so that is heard before a microtask of ours: nothing was sent.
    let sent = false;
    const watched = answer.then(
      (response) => {
        guarded(() => end(response.status));
        return response;
      },
      (fault) => {
        // An abort may have any reason.
        const aborted = fault?.name === "AbortError" || (init?.signal ?? target?.signal)?.aborted;
        if (sent) end(0, fault?.name === "TimeoutError" ? "timeout" : aborted ? "aborted" : undefined);
        throw fault;
      },
    );
    queueMicrotask(() => {
      sent = true;
    });
    return watched;
  };
}

function watchXhr(options: Options): void {
  const { prototype } = XMLHttpRequest;
  const { open, send, setRequestHeader } = prototype;
  const opened = new WeakMap<XMLHttpRequest, [method: unknown, address: unknown, traced?: boolean]>();
  const running = new WeakMap<XMLHttpRequest, (event: Pick<Event, "type">) => void>();
  prototype.open = function (this: XMLHttpRequest, ...given: Parameters<typeof open>) {
    // Opened again, it lets go of what was on its way without a word.
    running.get(this)?.({ type: "abort" });
    opened.set(this, [given[0], given[1]]);
    return open.apply(this, given);
  } as typeof open;
  prototype.setRequestHeader = function (this: XMLHttpRequest, ...given) {
    const request = opened.get(this);
    // A trace of the app's own.
    if (request && /^traceparent$/i.test(given[0])) request[2] = true;
    return setRequestHeader.apply(this, given);
  };
  prototype.send = function (this: XMLHttpRequest, ...given) {
    const [method, address, traced] = opened.get(this) ?? [];
    const begun = begin();
    const span = guarded(() => (traced ? undefined : startRequestSpan(text(address), method, options)));
    for (const header of Object.entries(span?.headers() ?? {})) setRequestHeader.apply(this, header);
    const end = begun(text(address), method, options, span);
    const types = ["load", "error", "abort", "timeout"];
    const ended = ({ type }: Pick<Event, "type">) => {
      for (const type of types) this.removeEventListener(type, ended);
      running.delete(this);
      end?.(type === "load" ? this.status : 0, type);
    };
    if (end) {
      running.set(this, ended);
      for (const type of types) this.addEventListener(type, ended);
    }
    return send.apply(this, given);
  };
}

/** Takes the time; what it returns says whether the request is watched, once its address is known. */
function begin() {
  const start = now();
  return (address: unknown, method: unknown, options: Options, span?: Span): End | undefined =>
    guarded(() => {
      const [service, path] = serviceOf(address, options) ?? [];
      if (!service && !span) return;
      let ended = false;
      return (status: number, failure?: string) => {
        if (ended) return;
        ended = true;
        const became = outcome(status, failure);
        endRequestSpan(span, status, became);
        if (!service) return;
        const cells = [RequestField.duration, now() - start, RequestField.status, status || Number.NaN];
        item(Kind.Request, start, cells, [
          [SERVICE, service],
          [OUTCOME, became],
          [ROUTE, path],
          [METHOD, text(method ?? "GET")?.toUpperCase()],
        ]);
      };
    });
}

/** Neither fetch nor XMLHttpRequest can tell a refused connection from a blocked one: both are network errors while the browser is online. */
function outcome(status: number, failure: string | undefined): string {
  if (status) return status >= 500 ? "server_error" : status >= 400 ? "client_error" : "ok";
  if (failure === "timeout") return failure;
  if (leaving || /^abort/.test(failure ?? "")) return "aborted";
  return navigator.onLine === false ? "offline" : "network_error";
}

let leaving = false;
if (globalThis.document) {
  for (const type of ["pagehide", "pageshow"]) {
    addEventListener(type, () => (leaving = type === "pagehide"), true);
  }
}

/** Which of the app's services an address belongs to, and its route; without a list, all of the page's own origin are `app`. */
function serviceOf(address: unknown, options: Options): [string, string | undefined] | undefined {
  // Not by its toString(): that is the browser's to call.
  if (typeof address !== "string") return;
  const baseURI = globalThis.document?.baseURI ?? location.href;
  const { href, origin, protocol, pathname } = new URL(address, baseURI);
  if (!/^http/.test(protocol)) return;
  const { services } = options;
  const service = services
    ? Object.entries(services).find(([, prefix]) => href.startsWith(new URL(prefix, baseURI).href))?.[0]
    : origin === location.origin && "app";
  if (service) return [service, routeOf(pathname, options)];
}
