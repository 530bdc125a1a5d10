import { guarded, number, text } from "./observations";
import type { Options } from "./types";

/** A door of the gateway. A path before it (a tunnel of the app's own) stays. */
export const door = (endpoint: string | undefined, path: string): string =>
  `${String(endpoint || location.origin).replace(/\/+$/, "")}${path}`;

/** Where batches go. */
export const batchUrl = ({ endpoint, key, paths }: Options): string =>
  door(
    endpoint,
    `${paths?.batch ?? "/v1/batch"}?${paths?.key ?? "k"}=${encodeURIComponent(key)}&${paths?.session ?? "s"}=${session()}`,
  );

/** A path with what looks like an identifier replaced: numbers, hexadecimal and long parts, addresses of mail. */
const route = (path: string): string =>
  path.replace(/[^/]+/g, (part) => (/^\d+$|[\da-f-]{8}|^.{25}|@|%40/i.test(part) ? ":id" : part));

/** A text without the queries and fragments of the addresses in it; line and column of a stack stay. */
export const scrub = (given: unknown): string | undefined =>
  text(given)?.replace(/((?:\w:\/\/|\B\/)[^\s?#'"()]+)[?#][^\s"]*?((?::\d+){0,2}\)?(?=[\s"]|$))/g, "$1$2");

/** Names the routes, where the app does not. */
export const routeOf = (path: string, { route: own }: Options): string | undefined =>
  own ? guarded(() => text(own(path))) : route(path);

/** One of how many sessions this one stands for, by the app's choice and the gateway's; 0 where it is not measured. */
export function weight({ sampleEvery }: Options): number {
  const own = Math.min(Math.max(Math.floor(number(sampleEvery)) || 1, 1), MOST);
  const theirs = asked();
  // The sessions that both choose are those of the least common multiple.
  let every = own;
  while (every % theirs && every <= MOST) every += own;
  return theirs && every <= MOST && Number.parseInt(session(), 36) % every === 0 ? every : 0;
}

/** Remembers that the gateway asks for one of `every` sessions, 0 for none. Whether that is news. */
export function ask(every: number): boolean {
  const news = every !== asked();
  told = every;
  guarded(() => sessionStorage.setItem(ASKED, `${every}`));
  return news;
}

const asked = (): number => (told ??= number(guarded(() => sessionStorage.getItem(ASKED)) ?? 1));
let told: number | undefined;

/** Forgets the session, and what was kept for another page. */
export function forgetSession(): void {
  known = undefined;
  guarded(() => sessionStorage.removeItem(NAME));
  guarded(() => indexedDB.deleteDatabase(NAME));
}

/** A gateway takes no greater weight. */
const MOST = 10_000;
const NAME = "honeyguide";
const ASKED = "honeyguide-every";

/** One session a tab, without a cookie; a new one where storage is forbidden. */
function session(): string {
  if (known) return known;
  // Not randomUUID(): that exists only on secure origins.
  known = [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join("-");
  guarded(() => {
    known = sessionStorage.getItem(NAME) ?? known;
  });
  return known;
}

/** Keeps the session for the tab's other pages: the page may. */
export function keepSession(): void {
  guarded(() => sessionStorage.setItem(NAME, session()));
}

let known: string | undefined;
