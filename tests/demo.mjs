// @ts-check
/** The demo's server, its call and its dashboard in windows of their own, and a record of what the call decided. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { launch } from "./support.mjs";

const root = new URL("..", import.meta.url).pathname;

/** Starts the demo's server on a free port with a fresh folder. */
export async function startDemo() {
  const folder = await mkdtemp(join(tmpdir(), "honeyguide-"));
  const binary = process.env.HONEYGUIDE_DEMO ?? join(root, "target/debug/honeyguide-demo");
  const arguments_ = ["--listen", "127.0.0.1:0", "--data", join(folder, "journal")];
  const pages = ["--pages", join(root, "examples/demo/dist")];
  const child = spawn(binary, [...arguments_, ...pages], { stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  child.stdout.on("data", (data) => {
    printed += data;
  });
  while (!printed.includes("Journal")) {
    if (child.exitCode !== null) throw new Error(`the demo's server ended with ${child.exitCode}`);
    await pause(20);
  }
  const url = /Dashboard\s+(http:\/\/[\d.:]+)/.exec(printed)?.[1] ?? "";
  return {
    url,
    get: async (/** @type {string} */ path) => (await fetch(url + path)).json(),
    metrics: async () => (await fetch(`${url}/metrics`)).text(),
    async stop() {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "exit");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * What the page's own record says that happened: a kind, when it began and when it was decided, milliseconds since
 * the Unix epoch.
 * @typedef {{ kind: string, from: number, at: number }} Decided
 */

/** Runs in the page before its scripts: notes what decides an event, by other means than the package's. */
function record() {
  /** @type {Decided[]} */
  const decided = [];
  Object.assign(window, { decided });
  const note = (/** @type {string} */ kind, at = Date.now(), from = at) => decided.push({ kind, from, at });
  /** @type {Map<string, string>} */
  const texts = new Map();
  const Native = RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(/** @type {RTCConfiguration} */ configuration) {
      super(configuration);
      Object.assign(window, { connections: [.../** @type {any} */ (window.connections ?? []), this] });
      this.addEventListener("connectionstatechange", () => note(this.connectionState));
      this.addEventListener("datachannel", ({ channel }) => {
        channel.addEventListener("message", ({ data }) => {
          const { segment, text, emittedAt } = JSON.parse(data);
          if (performance.timeOrigin + performance.now() - emittedAt > 250) note("late caption");
          const before = texts.get(segment) ?? "";
          if (!text.startsWith(before)) note("retraction");
          texts.set(segment, text);
          note("caption");
        });
      });
    }
  };
  new PerformanceObserver((list) => {
    for (const { name, startTime, duration } of list.getEntries()) {
      const from = performance.timeOrigin + startTime;
      note(new URL(name).pathname, from + duration, from);
    }
  }).observe({ type: "resource" });
}

/**
 * The call and the dashboard, each in a window of its own so that both are visible, after a usual stretch of the call.
 * @param {import("node:test").TestContext} t
 */
export async function openCall(t, { seconds = 5, query = "", begin = true } = {}) {
  const demo = await startDemo();
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    await demo.stop();
  });
  const dashboard = await (await browser.newContext()).newPage();
  await dashboard.goto(demo.url);
  const context = await browser.newContext();
  const page = await context.newPage();
  /** @type {string[]} */
  const complaints = [];
  page.on("console", (message) => {
    // A failing service is the roster's knob, and the browser says so.
    const asked = message.location().url.includes("behaviour=");
    if (["warning", "error"].includes(message.type()) && !asked)
      complaints.push(`${message.text()} ${message.location().url}`);
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.addInitScript(record);
  await page.goto(`${demo.url}/demo/${query}`);
  if (begin) {
    await page.click("#start");
    await page.getByText("In the call.").waitFor();
    await pause(seconds * 1000);
  }
  /** A figure of an objective as the dashboard's page shows it. @param {string} name */
  const shown = async (name, field = "bad") =>
    Number((await dashboard.getAttribute(`#slo-${name} [data-field=${field}]`, "data-value")) ?? 0);
  return { demo, browser, context, page, dashboard, complaints, shown };
}

/** @typedef {Awaited<ReturnType<typeof openCall>>} Opened */

/**
 * When the page's record first decides something of a kind that began after a time. @param {import("playwright-core").Page} page
 * @param {string} kind
 */
export async function decided(page, kind, since = 0, patience = 15_000) {
  const found = await page.waitForFunction(
    ([kind, since]) =>
      /** @type {any} */ (window).decided.find(
        (/** @type {Decided} */ one) => one.kind === kind && one.from >= Number(since),
      )?.at,
    [kind, since],
    { timeout: patience, polling: 50 },
  );
  return Number(await found.jsonValue());
}

/**
 * When the dashboard first shows more bad events than before. @param {import("playwright-core").Page} dashboard
 * @param {string} name @param {number} before
 */
export async function rises(dashboard, name, before, patience = 30_000) {
  const found = await dashboard.waitForFunction(
    ([selector, before]) => {
      const value = document.querySelector(String(selector))?.getAttribute("data-value");
      return Number(value) > Number(before) ? Date.now() : undefined;
    },
    [`#slo-${name} [data-field=bad]`, before],
    { timeout: patience, polling: 20 },
  );
  return Number(await found.jsonValue());
}

/**
 * Waits until the dashboard names a cause as the main one. @param {import("playwright-core").Page} dashboard
 * @param {string} name @param {string} cause
 */
export async function blames(dashboard, name, cause, patience = 5000) {
  const row = dashboard.locator(`#slo-${name}`);
  try {
    await row
      .and(dashboard.locator(`[data-cause="${cause}"]`))
      .waitFor({ state: "attached", timeout: patience });
  } catch {
    throw new Error(`${name}: the main cause is ${await row.getAttribute("data-cause")}, not ${cause}`);
  }
}

/**
 * A tab that can really be hidden. Pages of this library's own emulate focus and are never hidden, so this one is
 * made and asked past it, by the browser's own protocol.
 * @param {import("playwright-core").Browser} browser @param {string} url
 */
export async function hiddenTab(browser, url) {
  const session = await browser.newBrowserCDPSession();
  const { browserContextId } = await session.send("Target.createBrowserContext");
  const open = async (/** @type {string} */ url, newWindow = false) =>
    (await session.send("Target.createTarget", { url, browserContextId, newWindow })).targetId;
  const tab = await open(url, true);
  const { sessionId } = await session.send("Target.attachToTarget", { targetId: tab, flatten: false });
  return {
    /** Puts another tab in front. */
    hide: () => open("about:blank"),
    show: () => session.send("Target.activateTarget", { targetId: tab }),
    /** What the page knows of it. */
    async visibility() {
      await pause(300);
      const answered = new Promise((resolve) => {
        session.once("Target.receivedMessageFromTarget", ({ message }) => {
          resolve(JSON.parse(message).result.result.value);
        });
      });
      const params = { expression: "document.visibilityState" };
      const message = JSON.stringify({ id: 1, method: "Runtime.evaluate", params });
      await session.send("Target.sendMessageToTarget", { sessionId, message });
      return answered;
    },
  };
}
