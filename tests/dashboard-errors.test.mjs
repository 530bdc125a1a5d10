// @ts-check
/** From a minified app's mistake to its original line on the dashboard, with the real gateway, SDK and bundler. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { launch, startGateway } from "./support.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const source = join(root, "tests/dashboard/app/line.ts");

/** The app as CI builds it; the maps beside it are not named in it. @param {string} folder */
async function bundle(folder) {
  await build({
    entryPoints: [join(root, "tests/dashboard/app/main.ts")],
    outdir: folder,
    bundle: true,
    splitting: true,
    format: "esm",
    minify: true,
    sourcemap: "external",
    entryNames: "[name]-[hash]",
    logLevel: "error",
  });
}

/** Serves a folder's scripts and a page that loads the app. @param {string} folder */
async function serve(folder) {
  const main = (await readdir(folder)).find((name) => /^main-.*\.js$/.test(name));
  /** @type {string[]} */
  const asked = [];
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? "/", "http://app").pathname;
    asked.push(path);
    const script = path.endsWith(".js") ? await readFile(join(folder, path)).catch(() => null) : null;
    response.setHeader("content-type", script ? "text/javascript" : "text/html");
    response.end(
      script ?? `<!doctype html><title>app</title><body><script type="module" src="/${main}?v=1"></script>`,
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}`, asked, close: () => server.close() };
}

/**
 * Scenario: an app, bundled and minified by esbuild, fails for two visitors; somebody looks at the dashboard; then CI uploads
 * the build's source maps with the gateway's own command.
 * Guarantees: both failures are one group; the dashboard says how to upload the maps, and then, without a reload, names the
 * original file, line and function of each frame; the session's page does as well; no browser is given a map.
 */
test("a minified stack becomes readable", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "honeyguide-app-"));
  await bundle(folder);
  const gateway = await startGateway();
  const app = await serve(folder);
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    app.close();
    await gateway.stop();
    await rm(folder, { recursive: true, force: true });
  });
  for (let visitor = 0; visitor < 2; visitor++) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${app.url}/?version=4.2.0&endpoint=${encodeURIComponent(gateway.url)}`);
    await page.getByRole("button").click();
    await page.evaluate("hg.flush()");
    await context.close();
  }

  const dashboard = await browser.newPage();
  /** @type {string[]} */
  const bodies = [];
  dashboard.on("response", async (response) => bodies.push(await response.text().catch(() => "")));
  await dashboard.goto(`${gateway.admin}/#/errors`);
  const row = dashboard.locator("[data-error]");
  await row.locator("[data-field=sessions][data-value='2']").waitFor();
  assert.equal(await row.count(), 1);
  await row.getByRole("link").click();
  await dashboard.locator("#unmapped", { hasText: "upload-maps" }).waitFor();
  assert.equal(await dashboard.locator(".frames [data-mapped=true]").count(), 0);

  const binary = process.env.HONEYGUIDE_GATEWAY ?? join(root, "target/debug/honeyguide-gateway");
  const told = await promisify(execFile)(binary, [
    ...["upload-maps", "--url", gateway.admin, "--app", "local", "--release", "4.2.0"],
    folder,
  ]);
  assert.match(told.stdout, /main-\w+\.js\.map: \d+ bytes/);

  // Something new arrives, so the view reads again.
  const other = await browser.newPage();
  await other.goto(`${app.url}/?version=4.2.0&endpoint=${encodeURIComponent(gateway.url)}`);
  await dashboard.locator(".frames [data-mapped=true]").first().waitFor();
  const lines = (await readFile(source, "utf8")).split("\n");
  const lineOf = (/** @type {string} */ text) => lines.findIndex((line) => line.includes(text)) + 1;
  const frames = await dashboard
    .locator(".frames > li")
    .evaluateAll((items) =>
      items.map((item) => [
        item.querySelector(".function")?.textContent,
        item.querySelector(".place")?.textContent?.replace(/^(?:.*\/)?(app\/\w+\.ts:\d+):\d+$/, "$1"),
      ]),
    );
  assert.deepEqual(frames.slice(0, 3), [
    ["longest", `app/line.ts:${lineOf("words.reduce(")}`],
    ["Line.paint", `app/line.ts:${lineOf("return longest(")}`],
    ["Line.update", `app/line.ts:${lineOf("return this.paint(")}`],
  ]);
  assert.match(frames[3]?.join(" ") ?? "", /^onFail app\/main\.ts:\d+$/);

  await dashboard.locator("[data-session] a").first().click();
  await dashboard.locator("[data-fold=Errors] summary").click();
  await dashboard.locator("[data-fold=Errors] .frames .function", { hasText: "longest" }).waitFor();
  assert.ok(
    bodies.every((body) => !body.includes("sourcesContent") && !body.includes("What stands on this line")),
  );
  assert.ok(app.asked.every((path) => !path.endsWith(".map")));
});
