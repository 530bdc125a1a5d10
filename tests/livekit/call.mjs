// @ts-check
/** A call for a test: a LiveKit room, the network before it, a gateway, and pages that take part. */
import { randomUUID } from "node:crypto";
import { after } from "node:test";
import { dispose } from "@livekit/rtc-node";
import { launch, startGateway } from "../support.mjs";
import { joinAgent, token } from "./agent.mjs";
import { openRelay } from "./relay.mjs";

const { HONEYGUIDE_LIVEKIT: url = "", HONEYGUIDE_LIVEKIT_UDP_PORT: port = "" } = process.env;

// Its threads would keep the process for ever.
after(dispose);

/** @param {import("node:test").TestContext} t */
export async function openCall(t) {
  const name = `room-${randomUUID()}`;
  const [relay, gateway, browser] = await Promise.all([openRelay(Number(port)), startGateway(), launch()]);
  /** @type {(() => Promise<unknown>)[]} */
  const leaving = [];
  t.after(async () => {
    // Through the relay, so before it.
    await Promise.all(leaving.map((leave) => leave()));
    await Promise.all([browser.close(), gateway.stop()]);
    relay.close();
  });
  return {
    name,
    relay,
    gateway,
    async agent(/** @type {string} */ identity = "interpreter", speaks = true) {
      const agent = await joinAgent(name, identity, speaks);
      leaving.push(agent.leave);
      return agent;
    },
    /** A page that is open, not in the room yet. */
    async page(/** @type {string} */ identity = "viewer") {
      const page = await (await browser.newContext()).newPage();
      await page.goto(`${gateway.url}/demo/livekit.html`);
      // Until the lazy part has come.
      await page.evaluate(() => hg.flush());
      const pass = await token(name, identity);
      return {
        page,
        pass,
        url,
        /** Joins as the choice says; milliseconds that it took. */
        join: (/** @type {object} */ choice = {}) =>
          page.evaluate(
            ([url, pass, choice]) => join(url, pass, choice),
            /** @type {const} */ ([url, pass, choice]),
          ),
      };
    },
    /** Every item so far of these pages, once they are all there. */
    async items(/** @type {import("playwright-core").Page[]} */ ...pages) {
      const sessions = [];
      for (const page of pages) {
        await page.evaluate(() => hg.flush());
        sessions.push(await page.evaluate(() => sessionStorage.getItem("honeyguide")));
      }
      await gateway.settled();
      return (await gateway.items()).filter(({ session }) => sessions.includes(session));
    },
  };
}

/** Call events of a name. */
export const events = (/** @type {any[]} */ items, /** @type {string} */ name) =>
  items.filter((item) => item.kind === "call_event" && item.attributes.event === name);
