// @ts-check
/** What could not be delivered is kept, over the page's end too, and delivered once. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { openPage, until } from "./page.mjs";

test("offline, then another page of the origin: everything arrives, once", async (t) => {
  const { gateway, door, page, url } = await openPage(t, "&interval=300");
  door.reachable(false);
  await page.evaluate(() => {
    hg.counter("offline").add(1);
    hg.caption({ segment: "never on disk", language: "en" }).update("never on disk");
  });
  await until(() => page.evaluate(async () => (await indexedDB.databases()).length > 0), "the store");
  await page.evaluate(() => hg.flush());
  await pause(300);
  await page.goto("about:blank");
  door.reachable(true);
  await page.goto(url);
  await page.evaluate(() => hg.flush());
  await until(async () => /^offline_total\{app="local"\} 1$/m.test(await gateway.metrics()), "what was kept");
  await page.goto("about:blank");
  await page.goto(url);
  await page.evaluate(() => hg.flush());
  const stored = () =>
    page.evaluate(
      () =>
        new Promise((resolve) => {
          const request = indexedDB.open("honeyguide");
          request.onsuccess = () => {
            const all = request.result.transaction("honeyguide").objectStore("honeyguide").getAll();
            all.onsuccess = () => resolve(all.result.length);
          };
        }),
    );
  await until(async () => (await stored()) === 0, "the store to be empty");
  assert.match(await gateway.metrics(), /^offline_total\{app="local"\} 1$/m);
  assert.doesNotMatch(
    door
      .batches()
      .map(({ text }) => text)
      .join(),
    /never on disk/,
  );
});

test("answered with 200 and a page of somebody else's: not delivered, and sent again", async (t) => {
  const { gateway, door, page } = await openPage(t);
  let portal = true;
  door.refusing(() =>
    portal ? { status: 200, headers: { "content-type": "text/html" }, body: "<h1>log in</h1>" } : undefined,
  );
  await page.evaluate(() => {
    hg.counter("through_portal").add(1);
    return hg.flush();
  });
  assert.ok((await page.evaluate(() => hg.counts())).waiting > 0);
  portal = false;
  await until(async () => (await page.evaluate(() => hg.counts())).waiting === 0, "the second try");
  assert.match(await gateway.metrics(), /^through_portal_total\{app="local"\} 1$/m);
});

test("storage forbidden: measured and delivered all the same", async (t) => {
  const { gateway, page, url } = await openPage(t, "", false);
  await page.addInitScript(() => {
    for (const name of ["sessionStorage", "localStorage", "indexedDB"]) {
      Object.defineProperty(globalThis, name, {
        get() {
          throw new DOMException("denied", "SecurityError");
        },
      });
    }
  });
  await page.goto(url);
  await page.evaluate(() => {
    hg.counter("without_storage").add(1);
    return hg.flush();
  });
  await gateway.settled();
  assert.match(await gateway.metrics(), /^without_storage_total\{app="local"\} 1$/m);
});

test("a worker measures what it has: requests, errors, spans, metrics", async (t) => {
  const { gateway, page, url } = await openPage(t, "", false);
  await page.goto(url.replace("delivery.html", "left.html"));
  await page.evaluate(
    (script) =>
      new Promise((resolve) => {
        const worker = new Worker(script, { type: "module" });
        worker.onmessage = resolve;
      }),
    `${new URL(url).origin}/demo/worker.js${new URL(url).search}`,
  );
  await gateway.settled();
  const kinds = (await gateway.items()).map(({ kind }) => kind);
  for (const kind of ["own_counter", "span", "request"])
    assert.ok(kinds.includes(kind), `${kind} of ${kinds}`);
});
