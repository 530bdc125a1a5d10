// @ts-check
/** A gateway process and a browser for each test, both stopped by it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

export { launch } from "../examples/demo/chromium.mjs";

const root = new URL("..", import.meta.url).pathname;

/**
 * Starts a gateway on free ports; `/demo/` serves the test pages.
 * @param {{ destinations?: string, settings?: string, admin?: string }} [options]
 */
export async function startGateway({ destinations = "", settings = "", admin = "127.0.0.1:0" } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "honeyguide-"));
  const file = join(folder, "items.jsonl");
  const config = join(folder, "config.yaml");
  const apps = 'apps:\n- {name: local, keys: [pub_local], origins: ["*"]}\n';
  await writeFile(config, `${apps}${settings}destinations:\n  file: ${file}\n${destinations}`);
  const binary = process.env.HONEYGUIDE_GATEWAY ?? join(root, "target/debug/honeyguide-gateway");
  const child = spawn(
    binary,
    [
      "serve",
      "--config",
      config,
      "--listen",
      "127.0.0.1:0",
      "--admin",
      admin,
      "--data",
      join(folder, "journal"),
      "--demo",
      join(root, "tests/dist"),
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  let printed = "";
  child.stdout.on("data", (data) => {
    printed += data;
  });
  while (!printed.includes("Journal")) {
    if (child.exitCode !== null) throw new Error(`the gateway ended with ${child.exitCode}`);
    await pause(20);
  }
  const address = (/** @type {string} */ label) =>
    new RegExp(`${label}\\s+(http://[\\d.:]+)`).exec(printed)?.[1] ?? "";
  const [publicUrl, adminUrl] = [address("Pages send to"), address("Dashboard")];
  const get = async (/** @type {string} */ path) => (await fetch(adminUrl + path)).json();
  return {
    url: publicUrl,
    admin: adminUrl,
    get,
    /** An objective's status. */
    async objective(/** @type {string} */ name) {
      const { objectives } = await get("/api/v1/slos");
      return objectives.find((/** @type {{ name: string }} */ one) => one.name === name);
    },
    metrics: async () => (await fetch(`${adminUrl}/metrics`)).text(),
    /** The outcomes, once everything captured has arrived and every destination has had it. */
    async settled() {
      for (let tries = 0; ; tries++) {
        const report = await get("/api/v1/outcomes");
        const waits = Object.values(report.destinations).some((one) => one.waiting > 0);
        if (!waits && report.items.journalled > 0 && report.items.in_pages === 0) return report;
        if (tries > 200) throw new Error(`not settled: ${JSON.stringify(report)}`);
        await pause(50);
      }
    },
    /** Every item that the file destination has, in order. */
    async items() {
      const text = await readFile(file, "utf8");
      return text
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line));
    },
    async stop() {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "exit");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The q-quantile of numbers. */
export function quantile(/** @type {number[]} */ values, /** @type {number} */ q) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}

/** The value of one sample in Prometheus' text format; 0 where there is none. */
export function sample(/** @type {string} */ text, /** @type {string} */ series) {
  const line = text.split("\n").find((line) => line.startsWith(`${series} `));
  return line ? Number(line.slice(series.length + 1)) : 0;
}
