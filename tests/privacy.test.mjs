// @ts-check
/** What leaves the page is what may: consent, samples, redaction, addresses, identifiers. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { openPage } from "./page.mjs";
import { sample } from "./support.mjs";

/** @typedef {{ kind: string, attributes: Record<string, string>, resource: Record<string, string>, fields: Record<string, number>, weight?: number }} Item */
const options = (/** @type {object} */ given) => `&options=${encodeURIComponent(JSON.stringify(given))}`;

test("consent pending, then granted: nothing is sent before, all of it after", async (t) => {
  const { gateway, door, page, url } = await openPage(t, options({ consent: "pending" }), false);
  await page.goto(url);
  await page.evaluate(() => {
    say("while pending");
    hg.counter("joins").add(1);
  });
  await pause(2500);
  assert.equal(door.seen.length, 0);
  await page.evaluate(() => hg.consent("granted"));
  await page.evaluate(() => hg.flush());
  await gateway.settled();
  const kinds = (await gateway.items()).map(({ kind }) => kind);
  assert.ok(kinds.includes("caption") && kinds.includes("own_counter"), kinds.join());
});

test("consent pending to the page's end, or denied: nothing is sent, nothing is stored", async (t) => {
  const { door, page, url } = await openPage(t, options({ consent: "pending" }), false);
  await page.goto(url);
  await page.evaluate(() => say("never told"));
  await page.goto("about:blank");
  await page.goto(url);
  await page.evaluate(() => {
    say("never told either");
    hg.consent("denied");
    hg.counter("joins").add(1);
  });
  await page.goto("about:blank");
  await pause(500);
  assert.equal(door.seen.length, 0);
  await page.goto(url.replace("delivery.html", "left.html").replace(/\?.*/, ""));
  assert.equal(await page.evaluate(() => sessionStorage.length + localStorage.length), 0);
});

test("denied while measuring: what was not told is forgotten; granted again, it goes on", async (t) => {
  const { gateway, door, page } = await openPage(t, "&interval=60000");
  await page.evaluate(() => hg.counter("before").add(1));
  const sent = door.batches().length;
  await page.evaluate(() => {
    hg.consent("denied");
    hg.counter("denied").add(1);
    history.pushState({}, "", "/demo/denied");
    hg.consent("pending");
    hg.consent("denied");
    return hg.flush();
  });
  await pause(1500);
  assert.equal(door.batches().length, sent);
  assert.equal((await page.evaluate(() => hg.counts())).waiting, 0);
  await page.evaluate(() => {
    hg.consent("granted");
    hg.counter("after").add(1);
    return hg.flush();
  });
  await gateway.settled();
  const names = (await gateway.items()).map(({ attributes }) => attributes.name);
  assert.ok(names.includes("after") && !names.includes("before") && !names.includes("denied"), names.join());
  const { items } = await gateway.get("/api/v1/outcomes");
  const dropped = Object.values(items.dropped_in_page).reduce((sum, count) => sum + count, 0);
  assert.equal(items.captured, items.journalled + dropped);
  const all = await gateway.items();
  assert.ok(!all.some(({ attributes }) => attributes.route === "/demo/denied"), "no view while denied");
  const after = all.find(({ attributes }) => attributes.name === "after");
  assert.ok(
    all.filter(({ session }) => session === after.session).every(({ page }) => page === after.page),
    "a new session and page",
  );
});

test("one session of so many: all of it or nothing, and its items weigh as many", async (t) => {
  const { gateway, browser, url } = await openPage(t, options({ sampleEvery: 2 }), false);
  const heard = [];
  for (let session = 0; session < 12; session++) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(url);
    await page.evaluate(() => {
      hg.counter("visits").add(1);
      return hg.flush();
    });
    heard.push((await page.evaluate(() => hg.counts())).captured > 0);
    const again = await context.newPage();
    await again.goto(url);
    await context.close();
  }
  const sampled = heard.filter(Boolean).length;
  assert.ok(sampled > 0 && sampled < 12, `${sampled} of 12`);
  await gateway.settled();
  const visits = /^visits_total\{app="local"\} (\d+)$/m.exec(await gateway.metrics());
  assert.equal(Number(visits?.[1]), 2 * sampled);
});

test("beforeSend changes what leaves, and lets go what must not", async (t) => {
  const { gateway, door, page } = await openPage(t, "&redact");
  await page.evaluate(() => {
    setTimeout(() => {
      throw new RangeError("the password is 1234");
    });
    hg.counter("secret").add(1);
    hg.counter("harmless").add(1);
    return new Promise((resolve) => setTimeout(resolve, 50)).then(() => hg.flush());
  });
  await gateway.settled();
  /** @type {Item[]} */
  const items = await gateway.items();
  assert.equal(items.find(({ kind }) => kind === "error")?.attributes.message, "redacted");
  const names = items.map(({ attributes }) => attributes.name);
  assert.ok(names.includes("harmless") && !names.includes("secret"));
  assert.doesNotMatch(
    door
      .batches()
      .map(({ text }) => text)
      .join(),
    /password|secret/,
  );
  assert.ok(JSON.stringify(await gateway.get("/api/v1/outcomes")).includes('"redacted":1'));
});

test("addresses lose their queries, routes their identifiers; nobody is named who was not", async (t) => {
  const services = '&services=%7B"local":"/"%7D';
  const { gateway, door, page } = await openPage(t, `${services}&token=confidential`);
  await page.evaluate(async () => {
    await fetch("/demo/left.html?token=confidential").catch(() => {});
    await fetch("/demo/users/4711/0b9e8d7c-1111-4222-8333-444455556666?x=confidential").catch(() => {});
    history.pushState({}, "", "/demo/rooms/4711?token=confidential");
    hg.setUser("somebody-given");
    setTimeout(() => {
      const fault = new Error("at https://a.example/x?token=confidential failed");
      throw fault;
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await hg.flush();
    hg.setUser(null);
    hg.counter("anonymous").add(1);
    await hg.flush();
  });
  await gateway.settled();
  /** @type {Item[]} */
  const items = await gateway.items();
  const routes = items.filter(({ kind }) => kind === "request").map(({ attributes }) => attributes.route);
  assert.deepEqual(routes.sort(), ["/demo/left.html", "/demo/users/:id/:id"]);
  assert.ok(items.some(({ kind, attributes }) => kind === "view" && attributes.route === "/demo/rooms/:id"));
  assert.doesNotMatch(
    door
      .batches()
      .map(({ text }) => text)
      .join(),
    /confidential|4711/,
  );
  const named = (/** @type {string} */ name) =>
    items.find(({ attributes }) => attributes.name === name)?.resource;
  assert.equal(items.find(({ kind }) => kind === "error")?.resource["user.id"], "somebody-given");
  assert.equal(named("anonymous")?.["user.id"], undefined);
});

test("the gateway turns an app's SDK off: nothing more is captured or sent, in this page and the next", async (t) => {
  const { door, page, url } = await openPage(t);
  door.answering({ "honeyguide-sdk": "off", "access-control-expose-headers": "honeyguide-sdk" });
  await page.evaluate(() => {
    hg.counter("last").add(1);
    return hg.flush();
  });
  const sent = door.batches().length;
  await page.evaluate(() => {
    // What a consent dialog does by itself.
    hg.consent("granted");
    hg.counter("silent").add(1);
    return hg.flush();
  });
  await page.goto(url);
  await page.evaluate(() => {
    hg.counter("silent").add(1);
    return hg.flush();
  });
  await pause(1500);
  assert.equal(door.batches().length, sent);
});

// Scenario: an app measures every session, or one of three; meanwhile the gateway asks for one of two. Of two sessions, one is in that sample.
// Guarantees: what that one tells weighs 2, or 6, in this page and the next; the other is silent, in this page and the next.
for (const [sampleEvery, weight] of [
  [1, 2],
  [3, 6],
]) {
  test(`the gateway turns an app's SDK down: one of ${sampleEvery} becomes one of ${weight}`, async (t) => {
    const { gateway, door, browser, url } = await openPage(
      t,
      `${options({ sampleEvery })}&interval=60000`,
      false,
    );
    const visit = async (/** @type {string} */ session) => {
      door.answering({});
      const page = await (await browser.newContext()).newPage();
      await page.addInitScript((session) => sessionStorage.setItem("honeyguide", session), session);
      const count = (/** @type {string} */ name) =>
        page.evaluate((name) => {
          hg.counter(name).add(1);
          return hg.flush();
        }, name);
      await page.goto(url);
      await count("before");
      door.answering({ "honeyguide-sdk": "1/2", "access-control-expose-headers": "honeyguide-sdk" });
      await count("when_told");
      const sent = door.batches().length;
      await count("after");
      // The page alone remembers it.
      door.answering({});
      await page.goto(url);
      await count("next_page");
      await pause(1500);
      await page.close({ runBeforeUnload: true });
      await pause(300);
      return door.batches().length - sent;
    };
    // A session's first part decides, in base 36: 12 and 9.
    assert.ok((await visit("c-1-1-1")) > 1);
    assert.equal(await visit("9-1-1-1"), 0);
    const text = await gateway.metrics();
    const counted = (/** @type {string} */ name) => sample(text, `${name}_total{app="local"}`);
    assert.deepEqual(["before", "after", "next_page"].map(counted), [2 * sampleEvery, weight, weight]);
  });
}

// Scenario: a tab loads the page three times; another tab does; then tabs whose storage is forbidden.
// Guarantees: one session a tab; without storage one a page, nothing thrown, and no load or batch more than asked for.
for (const forbidden of [false, true]) {
  test(`a session a ${forbidden ? "page where storage is forbidden" : "tab"}`, async (t) => {
    const { door, browser, url } = await openPage(t, "&interval=60000", false);
    /** @type {string[]} */
    const faults = [];
    let loads = 0;
    const visit = async (/** @type {number} */ times) => {
      const page = await (await browser.newContext()).newPage();
      page.on("pageerror", (fault) => faults.push(String(fault)));
      page.on("load", () => loads++);
      if (forbidden) {
        await page.addInitScript(() => {
          for (const name of ["sessionStorage", "localStorage", "indexedDB"]) {
            Object.defineProperty(globalThis, name, {
              get() {
                throw new DOMException("denied", "SecurityError");
              },
            });
          }
        });
      }
      const before = door.batches().length;
      for (let time = 0; time < times; time++) {
        await page.goto(url);
        for (const name of ["first", "second"]) {
          await page.evaluate((name) => {
            hg.counter(name).add(1);
            return hg.flush();
          }, name);
        }
      }
      await pause(1500);
      const batches = door.batches().slice(before);
      assert.ok(batches.length >= 2 * times && batches.length <= 5 * times, `${batches.length} batches`);
      return new Set(batches.map(({ path }) => new URLSearchParams(path.split("?")[1]).get("s")));
    };
    const [tab, other] = [await visit(3), await visit(1)];
    assert.deepEqual([tab.size, other.size], [forbidden ? 3 : 1, 1]);
    assert.ok([...other].every((session) => !tab.has(session)));
    assert.equal(loads, 4);
    assert.deepEqual(faults, []);
  });
}

test("pending again: what happens waits; granted: it is told", async (t) => {
  const { gateway, door, page } = await openPage(t);
  await page.evaluate(() => hg.consent("pending"));
  const sent = door.batches().length;
  await page.evaluate(() => {
    hg.counter("waited").add(1);
    return hg.flush();
  });
  await pause(1500);
  assert.equal(door.batches().length, sent);
  await page.evaluate(() => {
    hg.consent("granted");
    return hg.flush();
  });
  await gateway.settled();
  assert.ok((await gateway.items()).some(({ attributes }) => attributes.name === "waited"));
});

test("addresses in texts lose their queries, whatever stands in them", async (t) => {
  const { gateway, page } = await openPage(t);
  await page.evaluate(async () => {
    for (const address of [
      "https://a.example/cb?redirect=https://b.example/?code=SECRET",
      "https://a.example/x?t=12:30&token=SECRET",
      "/api/x?token=SECRET",
      "https://a.example/x#SECRET",
    ]) {
      setTimeout(() => {
        throw new Error(`at ${address} failed`);
      });
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
    await hg.flush();
  });
  await gateway.settled();
  const errors = (await gateway.items()).filter(({ kind }) => kind === "error");
  assert.equal(errors.length, 4);
  assert.doesNotMatch(JSON.stringify(errors), /SECRET/);
  for (const { attributes } of errors) assert.match(attributes.stack, /:\d+:\d+/, "lines and columns stay");
});
