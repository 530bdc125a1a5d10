// @ts-check
// Takes the tour of a running demo in headless Chromium, and a picture of the dashboard at each step:
// `cargo xtask demo`, then `node examples/demo/pictures.mjs [http://127.0.0.1:4319]`.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { launch } from "./chromium.mjs";
import { withPalette } from "./palette.mjs";

const [base = "http://127.0.0.1:4319"] = process.argv.slice(2);
const folder = new URL("../../docs/images/", import.meta.url).pathname;
/** A step's events have all been shown by then, milliseconds. */
const SETTLED = 1500;
/** More makes a README slow to load. */
const MOST_BYTES = 150 * 1024;

/** @type {Map<string, Buffer>} */
const pictures = new Map();
await mkdir(folder, { recursive: true });
const browser = await launch();
try {
  // Each in a window of its own, so that neither is hidden.
  const window = { viewport: { width: 1280, height: 800 }, colorScheme: /** @type {const} */ ("light") };
  const dashboard = await (await browser.newContext(window)).newPage();
  const call = await (await browser.newContext(window)).newPage();
  await call.goto(`${base}/demo/?tour=1`);
  const knobs = await call.locator(".knob").evaluateAll((cards) => cards.map((card) => card.id));
  for (const [index, knob] of knobs.entries()) {
    const step = knob.replace("knob-", "");
    await call.waitForSelector(`html[data-tour-step=${step}]`, { state: "attached", timeout: 60_000 });
    const href = await call.locator(`#${knob} a`).first().getAttribute("href");
    await dashboard.goto(`${base}${href}`);
    if (step === "network") {
      await call.locator("#live-audio_quality_score[data-moved]").waitFor({ timeout: 60_000 });
      pictures.set("demo.png", await call.screenshot({ animations: "disabled" }));
    }
    await call.locator("#step", { hasText: "Turned back" }).waitFor({ timeout: 60_000 });
    await call.waitForTimeout(SETTLED);
    pictures.set(`tour-${index + 1}.png`, await dashboard.screenshot({ animations: "disabled" }));
    console.error(`${index + 1} of ${knobs.length}: ${step}, ${href}`);
  }
  await call.waitForSelector("html[data-tour=ended]", { state: "attached", timeout: 60_000 });
} finally {
  await browser.close();
}

// Not before: it keeps a processor busy that the call needs.
for (const [name, taken] of pictures) {
  const png = withPalette(taken);
  await writeFile(join(folder, name), png);
  const size = `${name}: ${Math.round(png.length / 1024)} KiB`;
  console.error(png.length > MOST_BYTES ? `${size}, more than a README should load` : size);
}
