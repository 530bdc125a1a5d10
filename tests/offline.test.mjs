// @ts-check
/** What could not be delivered is kept, over the page's end too, and delivered once. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { chromium } from "playwright-core";
import { ARGUMENTS, executablePath } from "../examples/demo/chromium.mjs";
import { openPage, until } from "./page.mjs";
import { sample } from "./support.mjs";

/** With the back/forward cache, which Playwright turns off. */
const launchWithCache = () =>
  chromium.launch({
    executablePath: executablePath(),
    args: ARGUMENTS,
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
  });

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

// Scenario: the disk is full: what is to be stored is refused; the endpoint answers, then fails for a while, also while the page is hidden.
// Guarantees: nothing is thrown into the page; it delivers, once, and its books add up all the time.
test("storage full: measured and delivered all the same, also after a failure", async (t) => {
  const { gateway, door, page, url } = await openPage(t, "&interval=300", false);
  /** @type {string[]} */
  const faults = [];
  page.on("pageerror", (fault) => faults.push(String(fault)));
  await page.addInitScript(() => {
    const full = () => {
      Object.assign(window, { refused: (window.refused ?? 0) + 1 });
      throw new DOMException("full", "QuotaExceededError");
    };
    Storage.prototype.setItem = full;
    IDBObjectStore.prototype.put = full;
  });
  const count = (/** @type {string} */ name) =>
    page.evaluate((name) => {
      hg.counter(name).add(1);
      return hg.flush();
    }, name);
  const books = async () => {
    const counts = await page.evaluate(() => hg.counts());
    assert.equal(counts.captured, counts.delivered + counts.dropped + counts.waiting, JSON.stringify(counts));
    return counts;
  };
  await page.goto(url);
  await count("full");
  assert.ok((await books()).delivered > 0);
  door.refusing(() => ({ status: 503 }));
  const refused = await page.evaluate(() => window.refused);
  await count("full_and_failing");
  assert.ok((await books()).waiting > 0);
  await page.evaluate(() => {
    for (const value of ["hidden", "visible"]) {
      Object.defineProperty(document, "visibilityState", { value, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }
  });
  await until(() => page.evaluate((refused) => window.refused > refused, refused), "the store to refuse");
  door.refusing(() => undefined);
  await until(async () => (await books()).waiting === 0, "the next try");
  assert.equal((await books()).dropped, 0);
  const text = await gateway.metrics();
  for (const name of ["full", "full_and_failing"]) {
    assert.equal(sample(text, `${name}_total{app="local"}`), 1);
  }
  assert.deepEqual(faults, []);
});

// Scenario: the network goes, and in the same moment something is counted and the page left; or the browser only believes
// that it went; or the endpoint has failed before. Later another page of the origin has the network again.
// Guarantees: what was counted arrives, once. What this does not prove: without the back/forward cache Chromium may destroy the page
// before what it stores is stored.
for (const [what, gone] of Object.entries({
  "the network goes": { offline: true, reachable: false },
  "the browser thinks so": { offline: true, reachable: true },
  "the endpoint fails": { offline: false, reachable: false },
})) {
  test(`left in the moment that ${what}: it arrives with the next page, once`, async (t) => {
    const { gateway, door, page, url } = await openPage(t, "&interval=60000", true, "", launchWithCache);
    const counted = async () => sample(await gateway.metrics(), 'last_moment_total{app="local"}');
    if (!gone.offline) {
      door.refusing(() => ({ status: 503 }));
      await page.evaluate(() => {
        hg.counter("before").add(1);
        return hg.flush();
      });
      door.refusing(() => undefined);
    }
    door.reachable(gone.reachable);
    await page.evaluate(({ offline }) => {
      // As soon as the browser notices.
      if (offline) Object.defineProperty(navigator, "onLine", { value: false });
      hg.counter("last_moment").add(1);
      location.href = "about:blank";
    }, gone);
    await page.waitForURL("about:blank");
    await pause(500);
    assert.equal(await counted(), Number(gone.reachable));
    door.reachable(true);
    for (let visit = 0; visit < 2; visit++) {
      const before = door.batches().length;
      await page.goto(url);
      await page.evaluate(() => hg.flush());
      await until(async () => (await counted()) > 0, "what was counted");
      // Time for a second sending.
      await pause(500);
      assert.equal(await counted(), 1);
      if (visit === 0) assert.ok(door.batches().length - before > 1, "it was sent by this page");
    }
  });
}

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
