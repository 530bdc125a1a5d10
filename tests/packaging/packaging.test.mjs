// @ts-check
/**
 * The packed package as apps get it: installed by npm, built by their bundlers, opened in Chromium, with the gateway behind it.
 * What this does not prove: other versions of the bundlers than those in package.json here.
 */
import assert from "node:assert/strict";
import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { until } from "../page.mjs";
import { launch, startGateway } from "../support.mjs";
import { install, run, serve, serveBy } from "./apps.mjs";

/** @type {Awaited<ReturnType<typeof install>>} */
let installed;
/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
/** @type {Awaited<ReturnType<typeof launch>>} */
let browser;

before(async () => {
  installed = await install();
  gateway = await startGateway();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await gateway?.stop();
  await installed?.remove();
});

/** How a page may get the module, with what it must have loaded for it. */
const WAYS = {
  "as text": { query: "", webAssembly: true },
  "as a file": { query: "&wasm", webAssembly: true },
  "in JavaScript, under a strict policy": { query: "&strict", webAssembly: false },
};
const EVERY_WAY = /** @type {(keyof typeof WAYS)[]} */ (Object.keys(WAYS));

/** Opens the app in each of the ways: what it counted has arrived, and the console holds no error. */
async function arrives(
  /** @type {string} */ name,
  /** @type {{ url: string, stop: () => Promise<void> }} */ server,
  ways = EVERY_WAY,
) {
  try {
    for (const way of ways) {
      const { query, webAssembly } = WAYS[way];
      const app = `${name}, ${way}`;
      const page = await browser.newPage();
      /** @type {string[]} */
      const errors = [];
      page.on("pageerror", (error) => errors.push(String(error)));
      page.on("console", (message) => {
        // A browser says that the policy kept WebAssembly from running: that is what is tried.
        const expected = !webAssembly && /WebAssembly/.test(message.text());
        if (message.type() === "error" && !expected) errors.push(message.text());
      });
      /** @type {string[]} */
      const files = [];
      page.on("response", (response) => {
        if (response.ok() && response.url().endsWith(".wasm")) files.push(response.url());
      });
      await page.addInitScript(() => {
        const native = WebAssembly.instantiate;
        WebAssembly.instantiate = /** @type {any} */ (
          async (/** @type {[any]} */ ...given) => {
            const made = await native(...given);
            Object.assign(window, { ran: true });
            return made;
          }
        );
      });
      const endpoint = encodeURIComponent(gateway.url);
      await page.goto(`${server.url}?endpoint=${endpoint}&app=${encodeURIComponent(app)}${query}`);
      await until(() => page.evaluate(() => "hg" in window), `init of ${app}`);
      const counts = await page.evaluate(async () => {
        await hg.flush();
        return hg.counts();
      });
      assert.deepEqual(errors, [], app);
      assert.ok(counts.captured > 0 && counts.delivered > 0, `${app}: ${JSON.stringify(counts)}`);
      assert.equal(
        await page.evaluate("window.ran ?? false"),
        webAssembly,
        `${app}: whether WebAssembly ran`,
      );
      assert.equal(files.length, way === "as a file" ? 1 : 0, `${app}: ${files}`);
      // By the adapter of OpenTelemetry, which the app imports too.
      const kinds = name === "a plain script" ? ["own_counter"] : ["own_counter", "span"];
      for (const wanted of kinds)
        await until(
          async () =>
            (await gateway.items()).some(
              ({ kind, resource }) => kind === wanted && resource["service.name"] === app,
            ),
          `the ${wanted} of ${app}`,
        );
      await page.close();
    }
  } finally {
    await server.stop();
  }
}

/** A built app's folder with a page that loads its script. */
async function page(/** @type {string} */ built, /** @type {string} */ script) {
  await writeFile(
    join(built, "index.html"),
    `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">${script}\n`,
  );
  return serve(built);
}

const MODULE = '<script type="module" src="main.js"></script>';
/** For bundlers that leave `new URL(…, import.meta.url)` as it is: the file is put beside the scripts by hand. */
const bringFile = (/** @type {string} */ built) =>
  cp(join(installed.installed, "dist/honeyguide.wasm"), join(built, "honeyguide.wasm"));

/**
 * Scenario: the app is built by Vite.
 * Guarantees: data arrives in each way to get the module, without an error in the console.
 */
test("Vite", async () => {
  const app = await installed.app("vite", "app");
  await run(installed.program("vite"), ["build", "--base", "./", "--logLevel", "warn"], app);
  await arrives("Vite", await serve(join(app, "dist")));
});

/**
 * Scenario: the app is served by Vite as during development, where Vite bundles the package beforehand.
 * Guarantees: the same, but for the policy: Vite's client runs scripts that one forbids.
 */
test("Vite while developing", async () => {
  const app = await installed.app("vite-dev", "app");
  // The package lies above the app, where the bundlers are; Vite serves only from an app's own folder.
  await writeFile(join(app, "vite.config.js"), 'export default { server: { fs: { allow: [".."] } } };\n');
  const server = await serveBy(installed.program("vite"), ["--host", "127.0.0.1", "--port", "0"], app);
  await arrives("Vite while developing", server, ["as text", "as a file"]);
});

/**
 * Scenario: the app is built by webpack.
 * Guarantees: as with Vite.
 */
test("webpack", async () => {
  const app = await installed.app("webpack", "app");
  const given = [
    "build",
    "--mode",
    "production",
    "--entry",
    "./main.js",
    "-o",
    "dist",
    "--output-trusted-types",
  ];
  await run(installed.program("webpack"), given, app);
  await arrives("webpack", await page(join(app, "dist"), '<script defer src="main.js"></script>'));
});

/**
 * Scenario: the app is built by Rollup.
 * Guarantees: as with Vite.
 */
test("Rollup", async () => {
  const app = await installed.app("rollup", "app");
  await run(installed.program("rollup"), ["main.js", "-d", "dist", "-p", "node-resolve", "--silent"], app);
  await bringFile(join(app, "dist"));
  await arrives("Rollup", await page(join(app, "dist"), MODULE));
});

/**
 * Scenario: the app is built by esbuild.
 * Guarantees: as with Vite.
 */
test("esbuild", async () => {
  const app = await installed.app("esbuild", "app");
  const given = ["main.js", "--bundle", "--splitting", "--minify", "--format=esm", "--outdir=dist"];
  await run(installed.program("esbuild"), [...given, "--log-level=warning"], app);
  await bringFile(join(app, "dist"));
  await arrives("esbuild", await page(join(app, "dist"), MODULE));
});

/**
 * Scenario: the app is built by Parcel.
 * Guarantees: as with Vite.
 */
test("Parcel", async () => {
  const app = await installed.app("parcel", "app");
  await run(installed.program("parcel"), ["build", "index.html", "--public-url", "./", "--no-cache"], app);
  await arrives("Parcel", await serve(join(app, "dist")));
});

/**
 * Scenario: the app is built by Next.js (app router) and rendered on its server first.
 * Guarantees: the server renders the page; data arrives as text and as a file. Its own scripts in the page forbid the strict policy.
 */
test("Next.js", async () => {
  const app = await installed.app("next", "next", "app/start.js");
  await run(installed.program("next"), ["build"], app);
  const server = await serveBy(installed.program("next"), ["start", "-H", "127.0.0.1", "-p", "0"], app);
  assert.match(await (await fetch(server.url)).text(), /Packaging<\/p>/);
  await arrives("Next.js", server, ["as text", "as a file"]);
});

/**
 * Scenario: no bundler: a page with two `<script>`s, the package's own and the app's.
 * Guarantees: as with Vite; the package adds one name to the page.
 */
test("a plain script", async () => {
  const app = await installed.app("plain", "app");
  await cp(join(installed.installed, "dist"), join(app, "package"), { recursive: true });
  await cp(join(app, "plain.html"), join(app, "index.html"));
  await arrives("a plain script", await serve(app));
});

/**
 * Scenario: Node, on the main thread and in a worker, imports each entry and calls all that `init` gives.
 * Guarantees: nothing throws, nothing is captured, nothing keeps the process.
 */
test("Node", async () => {
  const app = await installed.app("node", "node.mjs");
  const counts = JSON.parse(await run(process.execPath, ["node.mjs"], app));
  assert.deepEqual(counts, Array(2).fill({ captured: 0, delivered: 0, dropped: 0, waiting: 0 }));
});

/**
 * Scenario: an app's own tests, run by Vitest in jsdom, with the sink in memory.
 * Guarantees: they pass, each of them.
 */
test("Vitest", async () => {
  const app = await installed.app("vitest", "vitest");
  const printed = await run(
    installed.program("vitest"),
    ["run", "--environment", "jsdom", "--reporter", "json"],
    app,
  );
  const { numPassedTests, numTotalTests } = JSON.parse(printed.slice(printed.indexOf("{")));
  assert.deepEqual([numPassedTests, numTotalTests], [3, 3]);
});
