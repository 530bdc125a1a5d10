// @ts-check
/** Words as the definition counts them, by the browser's own segmenters. What this does not prove: other engines. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch, startGateway } from "./support.mjs";

const CASES = /** @type {[language: string, text: string, expected: string[]][]} */ ([
  ["en", "Hello, world.", ["hello", "world"]],
  ["en", "I wanted to go — 3.5 miles!", ["i", "wanted", "to", "go", "3.5", "miles"]],
  ["en", "don't stop", ["don't", "stop"]],
  ["en", "… !?", []],
  ["en", "", []],
  ["de", "Ärger İm Zug", ["ärger", "i̇m", "zug"]],
  ["de", "A\u0308rger", ["ärger"]],
  ["zh", "我们今天去北京", ["我", "们", "今", "天", "去", "北", "京"]],
  ["zh", "研究生命", ["研", "究", "生", "命"]],
  ["ja", "明日、港へ行く", ["明", "日", "港", "へ", "行", "く"]],
  ["ko", "안녕하세요 여러분", ["안녕하세요", "여러분"]],
  ["ar", "مرحبا بالعالم", ["مرحبا", "بالعالم"]],
  ["not a language tag!", "still words", ["still", "words"]],
]);

test("tokens", async (t) => {
  const gateway = await startGateway();
  const browser = await launch();
  t.after(() => Promise.all([browser.close(), gateway.stop()]));
  const page = await browser.newPage();
  await page.goto(`${gateway.url}/demo/tokens.html`);
  const of = (/** @type {string} */ text, /** @type {string} */ language) =>
    page.evaluate(([text, language]) => tokens(text, language), [text, language]);
  for (const [language, text, expected] of CASES) {
    assert.deepEqual(await of(text, language), expected, text);
  }
  // Thai words count by grapheme: a vowel sign belongs to its consonant, and nothing is lost.
  const thai = await of("สวัสดีครับ", "th");
  assert.equal(thai.join(""), "สวัสดีครับ");
  assert.ok(thai.length > 4 && thai.length < 10, thai.join("|"));
  // Lone surrogates and emoji are no words, and nothing throws.
  assert.deepEqual(await of("\ud800 👍🏽 ok", "en"), ["ok"]);
});

test("an append to a text without spaces retracts nothing", async (t) => {
  const gateway = await startGateway();
  const browser = await launch();
  t.after(() => Promise.all([browser.close(), gateway.stop()]));
  const page = await browser.newPage();
  await page.goto(`${gateway.url}/demo/tokens.html`);
  const revisions = ["我们今天", "我们今天去北京", "我们明天去北京大学"];
  const lists = await page.evaluate((texts) => texts.map((text) => tokens(text, "zh")), revisions);
  // The vector of definitions §1: 10 displayed, 1 retracted.
  let [displayed, retracted] = [lists[0].length, 0];
  for (const [index, now] of lists.slice(1).entries()) {
    const before = lists[index];
    const common = before.filter(
      (/** @type {string} */ token, /** @type {number} */ place) => token === now[place],
    ).length;
    retracted += before.length - common;
    displayed += now.length - common;
  }
  assert.deepEqual([displayed, retracted], [10, 1]);
});
