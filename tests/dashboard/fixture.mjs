// @ts-check
/**
 * The dashboard before a made-up gateway: the files of dashboard/dist, invented figures by the API's shape, and a
 * stream. For states that are hard to reach with a real one. `node tests/dashboard/fixture.mjs burning 4400` serves it.
 */
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { error, errors, sourceMaps } from "./errors.mjs";
import { metrics } from "./metrics.mjs";
import { history, objectives } from "./objectives.mjs";
import { outcomes } from "./outcomes.mjs";
import { session, sessions } from "./sessions.mjs";

/** @typedef {"empty" | "healthy" | "burning"} Kind */

const DIST = fileURLToPath(new URL("../../dashboard/dist", import.meta.url));
/** As the gateway sends it. */
export const POLICY = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** @type {Record<string, string>} */
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

/**
 * Serves the dashboard with figures of a kind. `cut` ends every stream and refuses everything, as a gateway that is down,
 * until `mend`.
 * @param {Kind} kind
 */
export async function openFixture(kind, port = 0) {
  let isCut = false;
  /** @type {Set<import("node:http").ServerResponse>} */
  const streams = new Set();
  const server = createServer((request, response) => {
    void answer(kind, isCut, streams, request, response);
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const push = setInterval(() => {
    for (const stream of streams) send(stream, kind);
  }, 1000);
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${address.port}`,
    cut() {
      isCut = true;
      for (const stream of streams) stream.destroy();
      streams.clear();
    },
    mend() {
      isCut = false;
    },
    async close() {
      clearInterval(push);
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/**
 * @param {Kind} kind
 * @param {boolean} isCut
 * @param {Set<import("node:http").ServerResponse>} streams
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 */
async function answer(kind, isCut, streams, request, response) {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://fixture");
  response.setHeader("content-security-policy", POLICY);
  response.setHeader("x-content-type-options", "nosniff");
  if (isCut) return response.destroy();
  if (!pathname.startsWith("/api/")) return file(pathname, response);
  if (pathname === "/api/v1/stream") {
    response.setHeader("content-type", "text/event-stream");
    streams.add(response);
    response.on("close", () => streams.delete(response));
    return send(response, kind);
  }
  const found = api(kind, pathname, Number(searchParams.get("minutes") ?? 60));
  response.statusCode = found === undefined ? 404 : 200;
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(found ?? { error: "unknown" }));
}

/** @param {Kind} kind @param {string} path @param {number} minutes */
function api(kind, path, minutes) {
  const now = Date.now();
  const [, collection, name] = /^\/api\/v1\/([\w-]+)(?:\/(.+))?$/.exec(path) ?? [];
  const argument = decodeURIComponent(name ?? "");
  if (collection === "slos")
    return name ? history(kind, argument, minutes, now) : { now, objectives: objectives(kind, now) };
  if (collection === "outcomes") return outcomes(kind);
  if (collection === "metrics") return metrics(kind, now);
  if (collection === "errors") return name ? error(kind, argument, now) : errors(kind, now);
  if (collection === "source-maps") return sourceMaps(kind, now);
  if (collection === "sessions") return name ? session(kind, argument, now) : sessions(kind, now);
  return undefined;
}

/** @param {import("node:http").ServerResponse} stream @param {Kind} kind */
function send(stream, kind) {
  const now = Date.now();
  const state = { slos: { now, objectives: objectives(kind, now) }, outcomes: outcomes(kind) };
  stream.write(`event: state\ndata: ${JSON.stringify(state)}\n\n`);
}

/** @param {string} path @param {import("node:http").ServerResponse} response */
async function file(path, response) {
  const name = path === "/" ? "index.html" : path.slice(1);
  const content = /^[\w.-]+$/.test(name) ? await readFile(join(DIST, name)).catch(() => null) : null;
  response.statusCode = content ? 200 : 404;
  response.setHeader("content-type", `${TYPES[extname(name)] ?? "text/plain"}; charset=utf-8`);
  response.end(content ?? "not found\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [kind = "burning", port = "4400"] = process.argv.slice(2);
  const fixture = await openFixture(/** @type {Kind} */ (kind), Number(port));
  console.log(fixture.url);
}
