// @ts-check
/** The module's double in JavaScript, against the module: the same calls, the same bytes. What this does not prove: its speed. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

const wasm = new URL("../../npm/wasm/", import.meta.url);

/** A recorder on the module's exports, with a glue of its own. */
async function recorder(/** @type {string} */ name, /** @type {object} */ exports) {
  const { begin, Recorder } = await import(`${wasm}honeyguide_sdk.js?${name}`);
  begin(exports);
  return new Recorder(7, 0xffff_fff1);
}

/** Numbers by chance, the same in each run (mulberry32). */
function chance(/** @type {number} */ seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What no probe should hand over, and may all the same. */
const ODD = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  -0,
  0.1,
  -1,
  2 ** 31,
  2 ** 53,
  1e300,
  5e-324,
];
const START = 1_790_000_000_000;

/** Called where there is something to compare, and what ends everything last. */
const APART = ["_batch", "_give_up"];

/** Each method with its arguments' names and types, from the declarations. */
async function methods() {
  const declarations = await readFile(new URL("honeyguide_sdk.d.ts", wasm), "utf8");
  const found = [...declarations.matchAll(/^ {2}(\w+)\(([^)]*)\): /gm)].map(([, name = "", list = ""]) => ({
    name,
    given: list ? list.split(", ") : [],
  }));
  return found.filter(({ name }) => !APART.includes(name));
}

const TIMES =
  /^(answered|arrived|emitted|from|handled|now|painted|previous|received|sent|start|time|to|written):/;

/** What may be given for an argument: mostly what a page gives. */
function argument(/** @type {string} */ declared, /** @type {() => number} */ random) {
  const whole = (/** @type {number} */ below) => Math.floor(random() * below);
  const number = () => (random() < 0.1 ? (ODD[whole(ODD.length)] ?? 0) : whole(1e6) / 64);
  switch (declared.split(": ")[1]) {
    case "boolean":
      return random() < 0.5;
    case "string":
      return ["", "en", "größer", "日本語", "🎧 text", "x".repeat(whole(3000))][whole(6)] + whole(500);
    case "Uint32Array":
      return Uint32Array.from({ length: whole(random() < 0.02 ? 40_000 : 9) }, () => whole(60));
    case "Float64Array":
      return Float64Array.from({ length: 2 * whole(20) }, (_, at) => (at % 2 === 0 ? whole(60) : number()));
    case "number":
      if (declared.startsWith("kind:")) return whole(30);
      if (TIMES.test(declared)) return random() < 0.05 ? number() : START + random() * 600_000;
      return random() < 0.5 ? whole(6) : number();
    default:
      throw new Error(`what is ${declared}?`);
  }
}

/**
 * Scenario: 60 000 calls by chance, each method with plausible and with odd numbers, and so much that the memory grows.
 * Guarantees: module and double return the same for each call, and their batches are the same bytes.
 */
test("the double answers as the module does", async () => {
  const bytes = await readFile(new URL("honeyguide_sdk_bg.wasm", wasm));
  const { instance } = await WebAssembly.instantiate(bytes);
  const exports = await import(`${wasm}fallback.js`);
  const pair = [await recorder("module", instance.exports), await recorder("double", exports)];
  const all = await methods();
  const short = JSON.parse(await readFile(new URL("methods.json", wasm), "utf8"));
  const call = (/** @type {any} */ one, /** @type {string} */ name, /** @type {unknown[]} */ ...given) =>
    one[short[name]](...given);
  // What the glue alone calls.
  const known = [
    "_memory",
    "___wbindgen_malloc",
    "_recorder",
    ...APART.slice(1),
    ...all.map(({ name }) => name),
  ];
  assert.deepEqual(Object.keys(short).sort(), known.sort());

  const memory = () =>
    Object.values(exports).find((one) => one?.buffer instanceof ArrayBuffer).buffer.byteLength;
  const before = memory();
  const random = chance(5);
  let compared = 0;
  for (let number = 0; number < 60_000; number++) {
    const { name = "", given: declared = [] } = all[Math.floor(random() * all.length)] ?? {};
    const given = declared.map((one) => argument(one, random));
    const [expected, got] = pair.map((one) => call(one, name, ...given));
    assert.deepEqual(got, expected, `call ${number}: ${name}(${given})`);
    if (name !== "_close" || !expected) continue;
    for (let index = 0; call(pair[0], "_batch_number", index) >= 0; index++) {
      const batch = call(pair[0], "_batch_number", index);
      const [one, other] = pair.map((recorder) => recorder._batch(batch));
      assert.deepEqual(other, one, `batch ${batch} after call ${number}`);
      compared += one.length;
      for (const recorder of pair) call(recorder, "_delivered", batch);
    }
  }
  for (const recorder of pair) call(recorder, "_give_up", 5);
  const [one, other] = pair.map((recorder) =>
    ["_captured", "_dropped", "_waiting"].map((name) => call(recorder, name)),
  );
  assert.deepEqual(other, one);
  assert.ok(compared > 500_000, `only ${compared} bytes were compared`);
  assert.ok(memory() > before, "the memory has grown meanwhile");
});
