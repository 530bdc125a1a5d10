// @ts-check
/** The bundlers, and the packed package in an app of each of them. */
import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { access, cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { homedir } from "node:os";
import { basename, extname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";

const here = new URL(".", import.meta.url).pathname;
const npmFolder = join(here, "../../npm");
const environment = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" };

/** Runs a program to its end; says what it wrote if it fails. Returns what it printed. */
export async function run(
  /** @type {string} */ program,
  /** @type {string[]} */ given,
  /** @type {string} */ folder,
) {
  try {
    const { stdout } = await promisify(execFile)(program, given, { cwd: folder, env: environment });
    return stdout;
  } catch (error) {
    const { stdout = "", stderr = "" } = /** @type {{ stdout?: string, stderr?: string }} */ (error);
    throw new Error(`${program} ${given.join(" ")} failed:\n${stdout}${stderr || error}`);
  }
}

/** The folder of the bundlers: installed once for each lock, outside the clone. */
async function bundlers() {
  const files = ["package.json", "package-lock.json"];
  const versions = createHash("sha256");
  for (const file of files) versions.update(await readFile(join(here, file)));
  const cache =
    process.env.HONEYGUIDE_CACHE ||
    join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "honeyguide");
  const name = `packaging-${versions.digest("hex").slice(0, 16)}`;
  const folder = join(cache, name);
  if (await exists(folder)) return folder;
  await mkdir(cache, { recursive: true });
  // Complete or not there: whoever comes second throws away what it installed.
  const started = await mkdtemp(join(cache, `${name}-`));
  for (const file of files) await cp(join(here, file), join(started, file));
  try {
    // Not `npm ci`: that refuses a lock without the packages for other platforms, which not every registry has.
    await run("npm", ["install", "--no-audit", "--no-fund"], started);
    await rename(started, folder);
  } catch (error) {
    await rm(started, { recursive: true, force: true });
    if (!(await exists(folder))) throw error;
  }
  return folder;
}

const exists = (/** @type {string} */ path) =>
  access(path).then(
    () => true,
    () => false,
  );

/** Packs the package and installs it, as npm does from a registry, into a folder that finds the bundlers above it. */
export async function install() {
  const tools = await bundlers();
  await mkdir(join(tools, "runs"), { recursive: true });
  const folder = await mkdtemp(join(tools, "runs/"));
  const packed = JSON.parse(await run("npm", ["pack", "--json", "--pack-destination", folder], npmFolder));
  await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  const quiet = ["--no-audit", "--no-fund", "--no-package-lock", "--offline"];
  await run("npm", ["install", ...quiet, join(folder, packed[0].filename)], folder);
  return {
    folder,
    installed: join(folder, "node_modules/@honeyguide/browser"),
    program: (/** @type {string} */ name) => join(tools, "node_modules/.bin", name),
    /** A folder with the app's sources. */
    async app(/** @type {string} */ name, /** @type {string[]} */ ...sources) {
      const app = join(folder, name);
      for (const source of sources) {
        const file = extname(source) !== "";
        await cp(join(here, source), file ? join(app, basename(source)) : app, { recursive: true });
      }
      await writeFile(join(app, "package.json"), '{ "private": true, "type": "module" }\n');
      return app;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A page may take only scripts of its own origin, no WebAssembly, and no text for a script. */
function strict(/** @type {string} */ page) {
  // Parcel writes an import map into the page; a host with such a policy names it by its hash.
  const maps = [...page.matchAll(/<script type="?importmap"?>([^<]*)/g)].map(
    ([, map = ""]) => `'sha256-${createHash("sha256").update(map).digest("base64")}'`,
  );
  const scripts = ["script-src 'self'", ...maps].join(" ");
  return `default-src 'none'; ${scripts}; connect-src *; img-src data:; require-trusted-types-for 'script'`;
}
const TYPES = /** @type {Record<string, string>} */ ({
  ".html": "text/html",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
});

/** Serves a folder; `?strict` under the strict policy. */
export async function serve(/** @type {string} */ folder) {
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
    try {
      const content = await readFile(join(folder, path));
      response.setHeader("content-type", TYPES[extname(path)] ?? "application/octet-stream");
      if (searchParams.has("strict")) response.setHeader("content-security-policy", strict(String(content)));
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/`,
    async stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A bundler's own server; the address is the first that it prints. */
export async function serveBy(
  /** @type {string} */ program,
  /** @type {string[]} */ given,
  /** @type {string} */ folder,
) {
  // A group of its own: what it starts ends with it.
  const child = spawn(program, given, {
    cwd: folder,
    env: { ...environment, NODE_ENV: given.includes("build") ? "production" : undefined, NO_COLOR: "1" },
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  child.stdout.on("data", (data) => {
    printed += data;
  });
  const stop = async () => {
    if (child.exitCode !== null || child.pid === undefined) return;
    const ended = once(child, "exit");
    process.kill(-child.pid, "SIGTERM");
    await ended;
  };
  for (const limit = Date.now() + 60_000; ; await pause(50)) {
    const address = /http:\/\/(?:127\.0\.0\.1|localhost):\d+/.exec(printed)?.[0];
    if (address) return { url: `${address}/`, stop };
    if (child.exitCode !== null || Date.now() > limit) {
      await stop();
      throw new Error(`${program} did not serve: ${printed}`);
    }
  }
}
