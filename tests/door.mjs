// @ts-check
/**
 * A door of another origin in front of the real gateway: it notes each request, and may refuse some before they
 * reach the gateway, as a balancer or an outage would.
 */
import { once } from "node:events";
import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

/**
 * @typedef {{ method: string, path: string, headers: import("node:http").IncomingHttpHeaders, at: number, bytes: number, text: string }} Seen
 * @param {string} gateway the real one's address
 */
export async function openDoor(gateway) {
  /** @type {Seen[]} */
  const seen = [];
  /** @type {((seen: Seen) => { status: number, headers?: Record<string, string>, body?: string } | "lose the answer" | "hang" | undefined)} */
  let refuse = () => undefined;
  /** @type {Record<string, string>} */
  let added = {};
  let reachable = true;
  let way = (/** @type {string} */ path) => path;
  const server = createServer(async (request, response) => {
    if (!reachable) {
      request.socket.destroy();
      return;
    }
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const one = {
      method: request.method ?? "",
      path: request.url ?? "",
      headers: request.headers,
      at: performance.now(),
      bytes: body.length,
      text: body.toString("latin1"),
    };
    seen.push(one);
    const refusal = one.path.startsWith("/v1/batch") ? refuse(one) : undefined;
    if (refusal === "hang") return;
    if (refusal && refusal !== "lose the answer") {
      const exposed = { "access-control-allow-origin": "*", "access-control-expose-headers": "retry-after" };
      response.writeHead(refusal.status, { ...exposed, ...refusal.headers }).end(refusal.body);
      return;
    }
    const answer = await fetch(gateway + way(one.path), {
      method: one.method,
      headers: {
        "content-type": request.headers["content-type"] ?? "",
        origin: request.headers.origin ?? "",
      },
      ...(one.method === "POST" && { body }),
    });
    if (refusal) {
      request.socket.destroy();
      return;
    }
    const headers = Object.fromEntries(
      [...answer.headers].filter(([name]) => name.startsWith("access-control")),
    );
    response.writeHead(answer.status, { ...headers, ...added }).end(Buffer.from(await answer.arrayBuffer()));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${address.port}`,
    seen,
    /** Only batches. */
    batches: () => seen.filter((one) => one.path.startsWith("/v1/batch")),
    /** Decides about each batch from now on; undefined lets it through. */
    refusing(/** @type {typeof refuse} */ decide) {
      refuse = decide;
    },
    /** Headers of each answer from now on. */
    answering(/** @type {Record<string, string>} */ headers) {
      added = headers;
    },
    /** Where the gateway has what is asked for: a tunnel has paths of its own. */
    tunnelling(/** @type {typeof way} */ to) {
      way = to;
    },
    /** Whether anybody answers. */
    reachable(/** @type {boolean} */ now) {
      reachable = now;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await pause(0);
    },
  };
}
