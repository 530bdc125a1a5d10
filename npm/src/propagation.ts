import { routeOf } from "./address";
import { stopped, text } from "./observations";
import { Span } from "./span";
import type { Options } from "./types";

/**
 * Begins the span of a request whose headers may tell of it: its origin is listed. The whole origin is compared, so neither
 * `https://api.example.com.evil.org` nor `https://api.example.com@evil.org` is `https://api.example.com`.
 * Nothing but a text is looked at: another thing's toString() is the browser's to call.
 */
export function startRequestSpan(address: unknown, method: unknown, options: Options): Span | undefined {
  const { propagateTo } = options;
  if (!propagateTo || stopped || typeof address !== "string") return;
  const { origin, pathname } = new URL(address, globalThis.document?.baseURI ?? location.href);
  if (propagateTo.includes(origin))
    return new Span(`${text(method ?? "GET")?.toUpperCase()} ${routeOf(pathname, options)}`);
}

/**
 * The span of a call of `fetch`. `given` becomes a request with its headers, unless its origin is not listed or the app set a
 * `traceparent` itself: then nothing is touched.
 */
export function traceFetch(given: Parameters<typeof fetch>, options: Options): Span | undefined {
  const [target, init] = given as unknown as [Partial<Request & URL> | undefined, RequestInit?];
  const span = startRequestSpan(
    target?.url ?? target?.href ?? target,
    init?.method ?? target?.method,
    options,
  );
  if (!span || new Headers(init?.headers ?? target?.headers).has("traceparent")) return;
  const request = new Request(...given);
  for (const [name, value] of Object.entries(span.headers())) request.headers.set(name, value);
  given.splice(0, 2, request);
  return span;
}

/** Ends a request's span, by the answer's status and what became of it. */
export function endRequestSpan(span: Span | undefined, status: number, outcome: string): void {
  if (status) span?.setAttribute("http.response.status_code", status);
  if (!/ok|ab/.test(outcome)) span?.fail(outcome);
  span?.end();
}
