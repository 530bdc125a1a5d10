// @ts-check
/** Three engines by one small interface. What a scenario does with a page, it does by this and nothing else. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import puppeteer from "puppeteer-core";
import { Builder, By, Capabilities } from "selenium-webdriver";
import { ARGUMENTS, executablePath } from "../../examples/demo/chromium.mjs";

/**
 * @typedef {object} Tab
 * @property {(url: string) => Promise<void>} goto resolves when the page is loaded
 * @property {(body: string | ((...given: any[]) => any), ...given: any[]) => Promise<any>} evaluate in the page; its promise is awaited
 * @property {(selector: string) => Promise<void>} click as a user would
 * @property {() => Promise<void>} close
 *
 * @typedef {{ open(): Promise<Tab>, close(): Promise<void> }} Driver
 * @typedef {"Chromium" | "Firefox" | "WebKitGTK"} Engine
 */

/** @type {Record<Engine, () => Promise<Driver>>} */
const START = {
  Chromium: () =>
    byPuppeteer({
      browser: "chrome",
      executablePath: executablePath(),
      args: ARGUMENTS,
    }),
  Firefox: () =>
    byPuppeteer({
      browser: "firefox",
      executablePath: found("HONEYGUIDE_FIREFOX", ["/usr/bin/firefox-esr", "/usr/bin/firefox"]),
      extraPrefsFirefox: {
        "media.autoplay.default": 0,
        "media.autoplay.block-webaudio": false,
        "media.autoplay.blocking_policy": 0,
        "media.navigator.streams.fake": true,
        "media.navigator.permission.disabled": true,
        // What a stack tells of where its task was begun, a user's Firefox does not.
        "javascript.options.asyncstack": false,
        // Two ends of a call in one page find each other by the loopback.
        "media.peerconnection.ice.loopback": true,
        "media.peerconnection.ice.obfuscate_host_addresses": false,
      },
    }),
  WebKitGTK: webkit,
};

/** Starts an engine with a fresh profile. @param {Engine} engine */
export const start = (engine) => START[engine]();

/** @param {import("puppeteer-core").LaunchOptions} options @returns {Promise<Driver>} */
async function byPuppeteer(options) {
  const browser = await puppeteer.launch({ headless: true, ...options });
  return {
    async open() {
      const page = await browser.newPage();
      return {
        async goto(url) {
          await page.goto(url);
        },
        evaluate: (body, ...given) => page.evaluate(body, ...given),
        click: (selector) => page.click(selector),
        close: () => page.close(),
      };
    },
    close: () => browser.close(),
  };
}

/** WebKitGTK's MiniBrowser by its driver, on a screen that nobody sees. @returns {Promise<Driver>} */
async function webkit() {
  const program = found("HONEYGUIDE_WEBKIT_DRIVER", ["/usr/bin/WebKitWebDriver"]);
  const screen = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1280x800x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const display = /** @type {import("node:stream").Readable} */ (screen.stdio[3]);
  // Without a screen a session would hang.
  const [number] = await Promise.race([
    once(display, "data"),
    once(screen, "exit").then(() => Promise.reject(new Error("Xvfb ended at once: does it start by hand?"))),
  ]);
  const port = await freePort();
  const driver = spawn(program, [`--port=${port}`], {
    env: { ...process.env, DISPLAY: `:${String(number).trim()}` },
    stdio: "ignore",
  });
  const stop = () => {
    driver.kill();
    screen.kill();
  };
  try {
    const capabilities = new Capabilities({ browserName: "MiniBrowser" });
    capabilities.set("webkitgtk:browserOptions", { args: ["--automation"], ...miniBrowser() });
    const url = `http://127.0.0.1:${port}`;
    for (let tries = 0; !(await fetch(`${url}/status`).catch(() => undefined)); tries++) {
      if (tries > 100) throw new Error(`${program} does not answer`);
      await pause(50);
    }
    const browser = await new Builder().usingServer(url).withCapabilities(capabilities).build();
    await browser.manage().setTimeouts({ script: 15_000 });
    // A browser without a tab is over.
    const home = await browser.getWindowHandle();
    /** One tab at a time is spoken to. @type {Promise<unknown>} */
    let turn = Promise.resolve();
    /** @template T @param {string} handle @param {() => Promise<T>} work @returns {Promise<T>} */
    const inTurn = (handle, work) => {
      const mine = turn.then(async () => {
        await browser.switchTo().window(handle);
        return work();
      });
      turn = mine.catch(() => {});
      return mine;
    };
    return {
      async open() {
        const handle = await inTurn(home, async () => {
          // Of several tabs in one window it would show only the first.
          await browser.switchTo().newWindow("window");
          return browser.getWindowHandle();
        });
        return {
          goto: (url) =>
            inTurn(handle, async () => {
              await browser.get(url);
              // The load event of a page with modules may have been that of the page before.
              await browser.wait(
                () => browser.executeScript("return document.readyState === 'complete'"),
                10_000,
              );
            }),
          async evaluate(body, ...given) {
            const called = typeof body === "string" ? `(${body})` : `(${body}).apply(null, given)`;
            const answer = await inTurn(handle, () =>
              browser.executeAsyncScript(
                `const given = [...arguments], done = given.pop();
                (async () => ${called})().then((value) => done({ value }), (fault) => done({ fault: String(fault) }));`,
                ...given,
              ),
            );
            const { value, fault } = /** @type {{ value?: any, fault?: string }} */ (answer);
            if (fault !== undefined) throw new Error(fault);
            return value;
          },
          click: (selector) => inTurn(handle, () => browser.findElement(By.css(selector)).click()),
          close: () => inTurn(handle, () => browser.close()),
        };
      },
      async close() {
        await browser.quit().catch(() => {});
        stop();
      },
    };
  } catch (fault) {
    stop();
    throw fault;
  }
}

/** The driver looks for it elsewhere when it is told nothing of it. */
function miniBrowser() {
  const places = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/libexec", "/usr/lib64"];
  const binary = places
    .flatMap((place) => ["4.1", "4.0"].map((version) => `${place}/webkit2gtk-${version}/MiniBrowser`))
    .find((path) => existsSync(path));
  return binary ? { binary } : {};
}

/** @param {string} variable @param {string[]} places */
function found(variable, places) {
  const path = process.env[variable] || places.find((path) => existsSync(path));
  if (!path)
    throw new Error(
      `${places.join(" or ")} is missing: cargo xtask test --only engines installs it, or set ${variable}`,
    );
  return path;
}

async function freePort() {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  server.close();
  await once(server, "close");
  return port;
}
