// @ts-check
/**
 * Pictures of every view, in every state, light and dark, wide and narrow, in Chromium and Firefox:
 * `node tests/dashboard/screenshots.mjs [chromium|firefox] [a part of the names]` writes them to target/screenshots/.
 */
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";
import { launch } from "../support.mjs";
import { ERRORS } from "./errors.mjs";
import { openFixture } from "./fixture.mjs";
import { SESSIONS } from "./sessions.mjs";

/** @type {Record<string, string>} */
export const VIEWS = {
  overview: "#/",
  objective: "#/objective/caption_latency_p99_ms",
  calls: "#/calls",
  pages: "#/pages",
  errors: "#/errors",
  error: `#/errors/${ERRORS[0]}`,
  pipeline: "#/pipeline",
  sessions: "#/sessions",
  session: `#/session/${SESSIONS[0]}`,
};
/** @type {import("./fixture.mjs").Kind[]} */
export const KINDS = ["empty", "healthy", "burning"];
const SCHEMES = /** @type {const} */ (["light", "dark"]);
const WIDTHS = [1280, 390];
const FOLDER = fileURLToPath(new URL("../../target/screenshots/", import.meta.url));

/**
 * @typedef {object} Window One page of a browser.
 * @property {(url: string) => Promise<unknown>} go
 * @property {(width: number, scheme: "light" | "dark") => Promise<unknown>} dress
 * @property {(path: string) => Promise<unknown>} shoot
 * @property {() => Promise<unknown>} close
 */

/** @returns {Promise<Window>} */
async function chromium() {
  const browser = await launch();
  const page = await browser.newPage();
  return {
    go: (url) => page.goto(url, { waitUntil: "load" }),
    dress: async (width, colorScheme) => {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
    },
    shoot: (path) => page.screenshot({ path, fullPage: true }),
    close: () => browser.close(),
  };
}

/** Firefox takes no colour scheme over WebDriver BiDi, so each has its own profile. @returns {Promise<Window>} */
async function firefox() {
  const open = (/** @type {number} */ scheme) =>
    puppeteer.launch({
      browser: "firefox",
      executablePath: process.env.HONEYGUIDE_FIREFOX ?? "/usr/bin/firefox-esr",
      extraPrefsFirefox: { "layout.css.prefers-color-scheme.content-override": scheme },
    });
  const browsers = { dark: await open(0), light: await open(1) };
  const pages = { dark: await browsers.dark.newPage(), light: await browsers.light.newPage() };
  let page = pages.light;
  return {
    go: (url) => page.goto(url, { waitUntil: "load" }),
    dress: async (width, scheme) => {
      page = pages[scheme];
      await page.setViewport({ width, height: 900 });
    },
    shoot: (path) => page.screenshot({ path: /** @type {`${string}.png`} */ (path), fullPage: true }),
    close: () => Promise.all([browsers.dark.close(), browsers.light.close()]),
  };
}

/** @param {string} browser @param {Window} window @param {string} wanted */
async function shootAll(browser, window, wanted) {
  for (const kind of KINDS) {
    const fixture = await openFixture(kind);
    for (const [view, hash] of Object.entries(VIEWS)) {
      for (const scheme of SCHEMES) {
        for (const width of WIDTHS) {
          const name = `${browser}-${view}-${kind}-${scheme}-${width}`;
          if (!name.includes(wanted)) continue;
          await window.dress(width, scheme);
          await window.go("about:blank");
          await window.go(`${fixture.url}/${hash}`);
          await new Promise((resolve) => setTimeout(resolve, 700));
          await window.shoot(`${FOLDER}${name}.png`);
        }
      }
    }
    await fixture.close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [only = "", wanted = ""] = process.argv.slice(2);
  await mkdir(FOLDER, { recursive: true });
  for (const [name, open] of Object.entries({ chromium, firefox })) {
    if (!name.includes(only)) continue;
    const window = await open();
    await shootAll(name, window, wanted);
    await window.close();
  }
}
