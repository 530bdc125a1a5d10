// @ts-check
/** The React adapter: with the real React in Chromium, under StrictMode, and on a server. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { init } from "@honeyguide/browser";
import {
  HoneyguideErrorBoundary,
  HoneyguideProvider,
  useCaption,
  useHoneyguide,
} from "@honeyguide/browser/react";
import { createElement, StrictMode } from "react";
import { renderToString } from "react-dom/server";
import { openPage } from "./page.mjs";

/** @param {import("node:test").TestContext} t */
async function openReact(t) {
  const opened = await openPage(t, "", false);
  await opened.page.goto(opened.url.replace("delivery.html", "react.html"));
  await opened.page.evaluate(() => hg.flush());
  const items = async (/** @type {string} */ kind) => {
    await opened.page.evaluate(() => hg.flush());
    await opened.gateway.settled();
    return (await opened.gateway.items()).filter((item) => item.kind === kind);
  };
  return { ...opened, items };
}

const WAYS = ["at once", "in a transition", "late", "where there was no element", "in an effect"];

/**
 * Scenario: five lines under StrictMode whose texts React commits in the same task, in a transition, 150 ms later, together with their
 * element, and before `update` is called; each revised three times; then
 * all of them unmounted, and updated once more by somebody who kept them.
 * Guarantees: each update was painted, written and shown when the page's own record says so, one segment a line, closed once.
 */
test("captions that React commits later", async (t) => {
  const { page, items } = await openReact(t);
  const record = await page.evaluate(async (ways) => {
    const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));
    show(ways.map((way) => ({ segment: way, way })));
    await pause(100);
    for (const text of ["one", "one two", "one two three"]) {
      for (const way of ways) say({ segment: way, text });
      await pause(400);
    }
    show([]);
    await pause(200);
    for (const line of kept) line.update("too late");
    await pause(300);
    return record;
  }, WAYS);
  // What nobody has seen by now nobody will.
  await page.evaluate(() => hg.shutdown());
  const captions = await items("caption");
  const closed = await items("caption_segment");
  for (const way of WAYS) {
    const ours = captions.filter((item) => item.attributes.speaker === way);
    assert.deepEqual(
      ours.map(({ attributes, fields }) => [attributes.outcome, fields.displayed]),
      Array(3).fill(["painted", 1]),
      way,
    );
    for (const [index, text] of ["one", "one two", "one two three"].entries()) {
      const [{ app, render }, own] = [ours[index]?.fields, record[`${way}: ${text}`]];
      const seen = `${way}: ${JSON.stringify([app, render, own])}`;
      assert.ok(way !== "late" || app >= 149, seen);
      // From an effect it is told late, after the commit, so that only the paint can be compared, and that may be the next one.
      if (way !== "in an effect")
        assert.ok(Math.abs(app - own.app) < 10 && Math.abs(render - own.render) < 34, seen);
    }
    const segments = closed.filter((item) => item.attributes.speaker === way);
    assert.deepEqual(
      segments.map(({ fields }) => [fields.segment, fields.words, fields.revisions]),
      [[ours[0]?.fields.segment, 3, 3]],
      way,
    );
  }
  assert.equal(new Set(captions.map((item) => item.fields.segment)).size, WAYS.length);
});

/**
 * Scenario: a line that is never updated; one whose segment changes while it is mounted; a line without a provider.
 * Guarantees: nothing of the first and the last; two segments of the second, the first of them closed by the change.
 */
test("segments begin with an update and end with their name", async (t) => {
  const { page, items } = await openReact(t);
  /** @type {string[]} */
  const faults = [];
  page.on("pageerror", (fault) => faults.push(String(fault)));
  const text = await page.evaluate(async () => {
    const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const element = document.body.appendChild(document.createElement("div"));
    alone(element);
    show([
      { segment: "silent", way: "at once" },
      { segment: "a", way: "at once" },
    ]);
    await pause(100);
    say({ segment: "a", text: "first" });
    await pause(200);
    show([
      { segment: "silent", way: "at once" },
      { segment: "b", way: "at once" },
    ]);
    await pause(100);
    say({ segment: "b", text: "second one" });
    await pause(200);
    show([]);
    await pause(300);
    return element.textContent;
  });
  assert.equal(text, "undefined", "no provider");
  const captions = await items("caption");
  assert.deepEqual(
    captions.map(({ attributes }) => attributes.outcome),
    ["painted", "painted"],
  );
  const words = (await items("caption_segment")).map(({ fields }) => fields.words);
  assert.deepEqual(words, [1, 2]);
  assert.deepEqual(faults, []);
});

/**
 * Scenario: a component throws while it renders; the fallback of its boundary throws the same error again; the outer boundary's is shown,
 * and its button tries
 * once in vain and once with success.
 * Guarantees: one error item, named by React as its source; the page goes on; the same client on every render.
 */
test("error boundary", async (t) => {
  const { page, items } = await openReact(t);
  await page.evaluate(() => show([], new TypeError("no such caption at https://x.example/a?secret=1")));
  await page.getByText("failed: no such caption").waitFor();
  await page.getByRole("button").click();
  await page.getByText("failed: no such caption").waitFor();
  await page.evaluate(() => show([]));
  await page.getByRole("button").click();
  await page.getByText("whole").waitFor();
  const errors = await items("error");
  assert.deepEqual(
    errors.map(({ attributes }) => [attributes.source, attributes.error_type, attributes.message]),
    [["react", "TypeError", "no such caption at https://x.example/a"]],
  );
  assert.match(errors[0].attributes.stack, /^TypeError: no such/);
  assert.equal(await page.evaluate(() => seen.size === 1 && seen.has(hg)), true);
});

function Line() {
  const line = useCaption({ segment: "s", language: "en" });
  line.update("not on a server");
  useHoneyguide()?.counter("renders").add(1);
  return createElement("p", { ref: line.ref }, "Hallo");
}

/**
 * Scenario: an app with provider, line, boundary rendered to a text by Node, by the package as published.
 * Guarantees: the text; nothing throws, measures or keeps the process.
 */
test("server rendering", async () => {
  const client = init({ endpoint: "http://127.0.0.1:1", key: "pub_local", app: { name: "server" } });
  const inner = createElement(HoneyguideErrorBoundary, { fallback: "failed" }, createElement(Line));
  const page = createElement(StrictMode, null, createElement(HoneyguideProvider, { client }, inner));
  assert.equal(renderToString(page), "<p>Hallo</p>");
  await client.observe("render", async (span) => span.addEvent("rendered").fail().end());
  client.timer("render").start()({ page: "x" });
  await client.flush();
  assert.deepEqual(await client.counts(), { captured: 0, delivered: 0, dropped: 0, waiting: 0 });
});
