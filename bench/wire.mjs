// @ts-check
/** The reference minute as peers send it: the items that the gateway reads from our batches, handed to the peers' own encoders. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { startGateway } from "../tests/support.mjs";

/**
 * @typedef {{ kind: string, batch: number, page_time: number, session: string, resource: Record<string, string>,
 *   attributes: Record<string, string>, fields: Record<string, number> }} Item
 */

/**
 * What a real gateway makes of the batches.
 * @param {Uint8Array<ArrayBuffer>[]} batches
 * @returns {Promise<Item[][]>} the items of each batch
 */
export async function itemsOf(batches) {
  const gateway = await startGateway();
  try {
    for (const body of batches) {
      const headers = { "content-type": "text/plain" };
      const answer = await fetch(`${gateway.url}/v1/batch?k=pub_local&s=bench`, {
        method: "POST",
        body,
        headers,
      });
      if (answer.status !== 202)
        throw new Error(`the gateway answered ${answer.status} to the reference minute`);
    }
    await gateway.settled();
    const items = await gateway.items();
    const numbers = new Set(items.map(({ batch }) => batch));
    return [...numbers].map((number) => items.filter(({ batch }) => batch === number));
  } finally {
    await gateway.stop();
  }
}

/**
 * The minute cut into requests as an SDK would that waits so long after the first item; milliseconds.
 * @param {Item[][]} minute
 */
export function cut(minute, /** @type {number} */ wait) {
  /** @type {Item[][]} */
  const requests = [];
  for (const item of minute.flat().sort((one, other) => one.page_time - other.page_time)) {
    const last = requests.at(-1);
    if (last?.[0] && item.page_time - last[0].page_time <= wait) last.push(item);
    else requests.push([item]);
  }
  return requests;
}

/**
 * Bytes in Faro's JSON, gzipped request by request: as events and as measurements, as an app could choose.
 * @param {import("./browser.mjs").Browser} browser
 * @param {Awaited<ReturnType<typeof import("./server.mjs").openServer>>} server
 * @param {Item[][]} requests
 */
export async function faroBytes(browser, server, requests) {
  const page = await browser.freshPage();
  await page.go(`${server.url}/?sdk=faro-minute`);
  await page.until("globalThis.push");
  // What Faro tells of its own start is not the minute's.
  await pause(1000);
  /** @type {Record<string, number>} */
  const bytes = {};
  for (const way of ["events", "measurements"]) {
    const before = server.received.length;
    for (const items of requests) {
      const sent = server.received.length;
      await page.evaluate(`(${JSON.stringify(items)}).forEach(push.${way})`);
      for (let tries = 0; server.received.length === sent; tries++) {
        if (tries > 500) throw new Error("waited in vain for Faro's request");
        await pause(10);
      }
    }
    const sent = server.received.slice(before).filter(({ path }) => path === "/collect/faro");
    if (sent.length !== requests.length)
      throw new Error(`Faro sent ${sent.length} requests, not ${requests.length}`);
    bytes[way] = sent.reduce((sum, { gzipped }) => sum + gzipped, 0);
  }
  await page.close();
  return bytes;
}

/**
 * Bytes as OTLP logs, gzipped request by request, in both encodings of OpenTelemetry's own transformer.
 * @param {string} folder where the peer is installed
 * @param {Item[][]} requests
 */
export async function otlpBytes(folder, requests) {
  const load = createRequire(join(folder, "package.json"));
  const { LoggerProvider, InMemoryLogRecordExporter, SimpleLogRecordProcessor } =
    load("@opentelemetry/sdk-logs");
  const { JsonLogsSerializer, ProtobufLogsSerializer } = load("@opentelemetry/otlp-transformer");
  const { resourceFromAttributes } = load("@opentelemetry/resources");
  const bytes = { json: 0, protobuf: 0 };
  for (const items of requests) {
    const exporter = new InMemoryLogRecordExporter();
    const provider = new LoggerProvider({
      resource: resourceFromAttributes({ ...items[0]?.resource, "session.id": items[0]?.session }),
      processors: [new SimpleLogRecordProcessor({ exporter })],
    });
    const logger = provider.getLogger("bench");
    for (const { kind: eventName, page_time: timestamp, attributes, fields } of items) {
      logger.emit({
        eventName,
        timestamp,
        observedTimestamp: timestamp,
        attributes: { ...attributes, ...fields },
      });
    }
    await provider.forceFlush();
    const records = exporter.getFinishedLogRecords();
    if (records.length !== items.length)
      throw new Error(`OpenTelemetry kept ${records.length} of ${items.length} records`);
    bytes.json += gzipSync(JsonLogsSerializer.serializeRequest(records)).length;
    bytes.protobuf += gzipSync(ProtobufLogsSerializer.serializeRequest(records)).length;
  }
  return bytes;
}
