import { Call } from "./call";
import { Captions } from "./captions";
import { disable, showKnobs } from "./knobs";
import { showObjectives } from "./live";
import { Network } from "./network";
import { roster } from "./services";
import { settings, whenTurned } from "./settings";
import { strain } from "./strain";
import { hg, joins } from "./telemetry";
import { Tour } from "./tour";

const element = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const start = element<HTMLButtonElement>("start");
const stop = element<HTMLButtonElement>("stop");
const tourButton = element<HTMLButtonElement>("tour");
const captions = new Captions(element("captions"));
const page = document.documentElement;

/** The network lets nothing pass for so long after a reconnect, milliseconds. */
const BLACKOUT = 2500;
/** Between two questions for the roster, milliseconds. */
const ASK = 2000;

let call: Call | undefined;
let network: Network | undefined;
let asking: ReturnType<typeof setInterval> | undefined;

async function begin(how: "start" | "reconnect" = "start"): Promise<void> {
  start.disabled = true;
  stop.disabled = false;
  reconnectButton().disabled = false;
  const span = hg.span("join").setAttribute("room.size", 2);
  joins.add(1, { how });
  say("Connecting …");
  const blackout = how === "reconnect" ? BLACKOUT : 0;
  const opened = goesDirect() ? undefined : await Network.open({ ...settings(), blackout });
  // Hung up meanwhile.
  if (stop.disabled) {
    opened?.close();
    return;
  }
  network = opened;
  const joined = new Call(network, blackout);
  call = joined;
  const path = await joined.connect({
    caption: (message) => captions.show(message),
    picture: (stream) => {
      element<HTMLVideoElement>("picture").srcObject = stream;
    },
  });
  span.end();
  if (call !== joined) return;
  if (path === "direct") {
    network = undefined;
    if (opened) sessionStorage.setItem(DIRECT, "1");
  }
  const why = path === "direct" ? whyDirect(opened !== undefined) : "";
  disable("network", why);
  disable("reconnect", why);
  say("In the call.");
  void ask();
  asking = setInterval(ask, ASK);
}

/** Remembered for this tab: a browser that does not use the relay need not try again, and set up late again. */
const DIRECT = "demo-goes-direct";
const goesDirect = () => sessionStorage.getItem(DIRECT) !== null;

function whyDirect(tried: boolean): string {
  const why =
    "Off: this browser does not connect to an address of its own machine, so the call goes past the demo's network.";
  if (tried) return `${why} Trying took 3 s, so this first call counts as set up late.`;
  return goesDirect() ? why : "Off in this call: the demo's server has no network to give.";
}

function hangUp(): void {
  clearInterval(asking);
  call?.hangUp();
  call = undefined;
  network = undefined;
  captions.end();
  element("people").textContent = "";
}

async function end(): Promise<void> {
  hangUp();
  start.disabled = false;
  stop.disabled = true;
  reconnectButton().disabled = true;
  say("Not in a call.");
  await hg.flush();
}

async function reconnect(): Promise<void> {
  hangUp();
  await begin("reconnect");
}

async function ask(): Promise<void> {
  const people = await roster();
  if (call) element("people").textContent = people;
}

let tour: Tour | undefined;

async function takeTour(): Promise<void> {
  if (tour) {
    tour.stop();
    return;
  }
  tour = new Tour({
    begin: async () => {
      if (!call) await begin();
    },
    reconnect,
    say: (text, share) => {
      if (element("step").textContent !== text) element("step").textContent = text;
      element<HTMLProgressElement>("progress").value = share;
    },
  });
  tourButton.textContent = "Stop the tour";
  element("end-tour").textContent = "Stop the tour";
  page.dataset.tour = "on";
  element("touring").hidden = false;
  const ended = await tour.play();
  tour = undefined;
  tourButton.textContent = "Take the tour";
  element("touring").hidden = !ended;
  if (!ended) {
    page.dataset.tour = "stopped";
    return;
  }
  element("end-tour").textContent = "Close";
  element("step").textContent =
    "That was the tour. Start the call and turn the knobs yourself, or look at the dashboard.";
  element<HTMLProgressElement>("progress").value = 1;
  await end();
  page.dataset.call = "ended";
  page.dataset.tour = "ended";
}

function say(text: string): void {
  element("state").textContent = text;
}

const reconnectButton = () => element<HTMLButtonElement>("reconnect");

strain();
showKnobs(element("knobs"));
showObjectives(element("objectives"), element("effect"), element("stream"));
whenTurned((now, before) => {
  if (now.delay !== before.delay || now.loss !== before.loss) network?.change(now);
});

start.addEventListener("click", () => void begin());
stop.addEventListener("click", () => void end());
reconnectButton().disabled = true;
reconnectButton().addEventListener("click", () => void reconnect());
tourButton.addEventListener("click", () => void takeTour());
element("end-tour").addEventListener("click", () => {
  if (tour) tour.stop();
  else element("touring").hidden = true;
});
element("fail").addEventListener("click", () => {
  throw new RangeError("the demo's own error");
});
// The relay need not wait until it notices that nobody speaks any more.
addEventListener("pagehide", () => network?.close());

setInterval(async () => {
  const counts = await hg.counts();
  for (const field of document.querySelectorAll<HTMLElement>("[data-count]")) {
    field.textContent = String(counts[field.dataset.count as keyof typeof counts]);
  }
}, 500);

// `?play=30` plays a call of 30 seconds by itself, then says so: for the headless demo. `?tour=1` takes the tour.
const query = new URLSearchParams(location.search);
const seconds = Number(query.get("play"));
if (seconds > 0) {
  void begin();
  setTimeout(async () => {
    await end();
    page.dataset.call = "ended";
  }, seconds * 1000);
} else if (query.has("tour")) void takeTour();
