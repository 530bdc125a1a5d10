import { routeOf } from "./address";
import { Kind, METHOD, OUTCOME, RequestField, ROUTE, SERVICE } from "./catalog";
import { guarded, item, stopped, text } from "./observations";
import { Span } from "./span";
import { now } from "./time";
import type { Options } from "./types";

/** The browser's own, not watched: for what the SDK sends itself. */
export const nativeFetch: typeof fetch = globalThis.fetch?.bind(globalThis);

/** How the SDK posts. No preflight: a plain content type, no header of our own, no credentials; and no address of the page. */
export const POST: RequestInit = {
  method: "POST",
  headers: { "content-type": "text/plain" },
  credentials: "omit",
  referrerPolicy: "no-referrer",
};

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
    const [target, init] = given as unknown as [Partial<Request & URL> | undefined, RequestInit?];
    const watched = begin(
      target?.url ?? target?.href ?? target,
      init?.method ?? target?.method,
      options,
      () => new Headers(init?.headers ?? target?.headers).has("traceparent"),
    );
    guarded(() => {
      const headers = watched?.headers();
      if (!headers) return;
      const request = new Request(...given);
      for (const [name, value] of headers) request.headers.set(name, value);
      given.splice(0, 2, request);
    });
    const answer = native.apply(this as typeof globalThis, given);
    if (!watched || !answer?.then) return answer;
    // Wrong arguments reject before `fetch` returns, so that is heard before a microtask of ours: nothing was sent.
    let sent = false;
    const settled = answer.then(
      (response) => {
        guarded(() => watched.end(response.status));
        return response;
      },
      (fault) => {
        // An abort may have any reason.
        const aborted = fault?.name === "AbortError" || (init?.signal ?? target?.signal)?.aborted;
        if (sent)
          watched.end(0, fault?.name === "TimeoutError" ? "timeout" : aborted ? "aborted" : undefined);
        throw fault;
      },
    );
    queueMicrotask(() => {
      sent = true;
    });
    return settled;
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
    const [method, address, traced = false] = opened.get(this) ?? [];
    const watched = begin(text(address), method, options, () => traced);
    for (const header of watched?.headers() ?? []) setRequestHeader.apply(this, header);
    if (watched) {
      const types = ["load", "error", "abort", "timeout"];
      const ended = ({ type }: Pick<Event, "type">) => {
        for (const type of types) this.removeEventListener(type, ended);
        running.delete(this);
        watched.end(type === "load" ? this.status : 0, type);
      };
      running.set(this, ended);
      for (const type of types) this.addEventListener(type, ended);
    }
    return send.apply(this, given);
  };
}

interface Watched {
  /** What the request is to carry, so that the trace goes on elsewhere. */
  headers(): [name: string, value: string][] | undefined;
  /** With a status that came, or the reason why none did. */
  end(status: number, failure?: string): void;
}

/**
 * A request begins; nothing where it is none that counts. Its trace goes on only where its whole origin is listed: neither
 * `https://api.example.com.evil.org` nor `https://api.example.com@evil.org` is `https://api.example.com`. One that has a `traceparent`
 * of the app's own is left as it is.
 */
function begin(
  address: unknown,
  given: unknown,
  options: Options,
  traced: () => boolean,
): Watched | undefined {
  const start = now();
  return guarded(() => {
    // Another thing's toString() is the browser's to call.
    if (stopped || typeof address !== "string") return;
    const base = globalThis.document?.baseURI ?? location.href;
    const { href, origin, pathname } = new URL(address, base);
    if (!/^http/.test(href)) return;
    const { services, propagateTo } = options;
    // Without a list, all of the page's own origin are `app`.
    const service = services
      ? Object.entries(services).find(([, prefix]) => href.startsWith(new URL(prefix, base).href))?.[0]
      : origin === location.origin && "app";
    const propagate = propagateTo?.includes(origin) && !traced();
    if (!service && !propagate) return;
    const route = routeOf(pathname, options);
    const method = text(given ?? "GET")?.toUpperCase();
    const span = propagate ? new Span(`${method} ${route}`) : undefined;
    let ended = false;
    return {
      headers: () => span && Object.entries(span.headers()),
      end(status, failure) {
        if (ended) return;
        ended = true;
        const became = outcome(status, failure);
        if (status) span?.setAttribute("http.response.status_code", status);
        if (!/ok|ab/.test(became)) span?.fail(became);
        span?.end();
        if (!service) return;
        const cells = [RequestField.duration, now() - start, RequestField.status, status || Number.NaN];
        item(Kind.Request, start, cells, [
          [SERVICE, service],
          [OUTCOME, became],
          [ROUTE, route],
          [METHOD, method],
        ]);
      },
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
