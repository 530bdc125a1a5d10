// @ts-check
/** Serves the bench's pages, and is the gateway, the collector and every vendor's door at once: it takes all and acknowledges. */
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const TEXT = "<p>Some text that is painted once and then stays as it is, as in most pages.</p>".repeat(20);

/** A page: scripts of `first` (not modules), then the SDK, then the page's own. */
const html = (
  /** @type {string} */ first,
  /** @type {string} */ sdk,
  /** @type {string} */ page,
) => `<!doctype html>
<html lang="en">
<meta charset="utf-8"><title>A call</title><link rel="icon" href="data:,">
${first ? `<script src="/${first}.js"></script>` : ""}
${sdk ? `<script type="module" src="/${sdk}/${sdk}.js"></script>` : ""}
${page ? `<script type="module" src="/${page}.js"></script>` : ""}
<h1>A call</h1>${TEXT}<div id="media"></div><div id="captions"></div>`;

/**
 * `/?sdk=…&page=…&first=…`, and the scripts that lie in `folder`.
 * @param {string} folder
 */
export async function openServer(folder) {
  /** @type {{ path: string, bytes: number, gzipped: number }[]} */
  const received = [];
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://bench");
    if (request.method === "POST") {
      const parts = [];
      for await (const part of request) parts.push(part);
      const body = Buffer.concat(parts);
      received.push({ path: pathname, bytes: body.length, gzipped: gzipSync(body).length });
      // OTLP wants a JSON object; the others read nothing.
      const otlp = pathname.startsWith("/collect/otel");
      response.writeHead(otlp ? 200 : 202, { "content-type": "application/json" }).end(otlp ? "{}" : "");
    } else if (pathname === "/v1/time") {
      const at = performance.timeOrigin + performance.now();
      response.end(`${at} ${at}`);
    } else if (pathname === "/") {
      const named = (/** @type {string} */ name) => searchParams.get(name) ?? "";
      response.writeHead(200, { "content-type": "text/html" });
      response.end(html(named("first"), named("sdk"), named("page")));
    } else {
      const script = await readFile(join(folder, pathname)).catch(() => undefined);
      const type = pathname.endsWith(".wasm") ? "application/wasm" : "text/javascript";
      response.writeHead(script ? 200 : 404, { "content-type": type }).end(script);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
