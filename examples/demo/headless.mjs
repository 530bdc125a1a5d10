// @ts-check
// Plays the demo call in headless Chromium: `node headless.mjs http://127.0.0.1:4319`.
import process from "node:process";
import { launch } from "./chromium.mjs";

const [base = "http://127.0.0.1:4319"] = process.argv.slice(2);
const SECONDS = 30;

const browser = await launch();
try {
  const page = await browser.newPage();
  page.on("console", (message) => message.type() === "warning" && console.error(message.text()));
  await page.goto(`${base}/demo/?play=${SECONDS}`);
  for (let second = 0; second < SECONDS; second += 5) {
    console.error(`the call plays: ${second} of ${SECONDS} s`);
    await page.waitForTimeout(5000);
  }
  await page.click("#fail", { noWaitAfter: true });
  await page.waitForSelector("html[data-call=ended]", { state: "attached", timeout: 20_000 });
  // Leaving the page sends what is still in its outbox.
  await page.goto("about:blank");
  await page.waitForTimeout(500);
} finally {
  await browser.close();
}
