import { guarded, text } from "./observations";

/** A door of the gateway. A path before it (a tunnel of the app's own) stays. */
export const door = (endpoint: string | undefined, path: string): string =>
  `${String(endpoint || location.origin).replace(/\/+$/, "")}${path}`;

/** Where batches go. */
export const batchUrl = (endpoint: string | undefined, key: string): string =>
  door(endpoint, `/v1/batch?k=${encodeURIComponent(key)}&s=${session()}`);

/** A path with what looks like an identifier replaced: numbers, hexadecimal and long parts, addresses of mail. */
export const route = (path: string): string =>
  path.replace(/[^/]+/g, (part) => (/^\d+$|[\da-f-]{8}|^.{25}|@|%40/i.test(part) ? ":id" : part));

/** A text without the queries and fragments of the addresses in it. */
export const scrub = (given: unknown): string | undefined =>
  text(given)?.replace(/(\w:\/\/[^\s?#'"()]*)[?#][^\s:'"()]*/g, "$1");

/** One session a tab, without a cookie; a new one where storage is forbidden. */
function session(): string {
  if (known) return known;
  const name = "honeyguide";
  // Not randomUUID(): that exists only on secure origins.
  known = [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join("-");
  guarded(() => {
    known = sessionStorage.getItem(name) ?? known;
    sessionStorage.setItem(name, known as string);
  });
  return known;
}

let known: string | undefined;
