import { type Caption, init, type Translation } from "@honeyguide/browser";
import { Call, type CaptionMessage } from "./call";

const hg = init({
  key: "pub_local",
  app: { name: "demo-call", version: "1.0.0", environment: "demo" },
  batchInterval: 1000,
  debug: true,
});

const element = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const start = element<HTMLButtonElement>("start");
const stop = element<HTMLButtonElement>("stop");

/** A caption on the page: ordinary DOM code, and the line that is told of each update. */
interface Shown {
  line: Caption;
  paragraph: HTMLParagraphElement;
}

const shown = new Map<string, Shown>();
const translations = new Map<string, Translation>();
let call: Call | undefined;

function show({ segment, language, text, emittedAt, final }: CaptionMessage): void {
  let caption = shown.get(segment);
  if (!caption) {
    const paragraph = document.createElement("p");
    paragraph.lang = language;
    element("captions").append(paragraph);
    caption = { paragraph, line: hg.caption({ segment, language, speaker: "speaker" }) };
    shown.set(segment, caption);
    translations.get(segment)?.firstToken();
    evict();
  }
  caption.line.update(text, { emittedAt, final });
  caption.paragraph.textContent = text;
  caption.paragraph.className = final ? "final" : "";
  if (final) {
    translations.get(segment)?.done({ accuracy: 0.9 + Math.random() / 10 });
    translations.delete(segment);
  }
}

/** Keeps the last three lines; what is evicted was not retracted. */
function evict(): void {
  for (const [segment, { line, paragraph }] of shown) {
    if (shown.size <= 3) break;
    line.close();
    paragraph.remove();
    shown.delete(segment);
  }
}

async function begin(): Promise<void> {
  start.disabled = true;
  stop.disabled = false;
  element("state").textContent = "Connecting …";
  const span = hg.span("join").setAttribute("room.size", 2);
  call = new Call();
  await call.connect({
    requested: (segment) => translations.set(segment, hg.translation({ from: "de", to: "en" })),
    caption: show,
    picture: (stream) => {
      element<HTMLVideoElement>("picture").srcObject = stream;
    },
  });
  span.end();
  element("state").textContent = "In the call.";
}

async function end(): Promise<void> {
  call?.hangUp();
  call = undefined;
  for (const { line } of shown.values()) line.close();
  shown.clear();
  translations.clear();
  start.disabled = false;
  stop.disabled = true;
  element("state").textContent = "Not in a call.";
  await hg.flush();
}

start.addEventListener("click", () => void begin());
stop.addEventListener("click", () => void end());
element("fail").addEventListener("click", () => {
  throw new RangeError("the demo's own error");
});

setInterval(async () => {
  const counts = await hg.counts();
  for (const field of document.querySelectorAll<HTMLElement>("[data-count]")) {
    field.textContent = String(counts[field.dataset.count as keyof typeof counts]);
  }
}, 500);

// `?play=30` plays a call of 30 seconds by itself, then says so: for the headless demo.
const seconds = Number(new URLSearchParams(location.search).get("play"));
if (seconds > 0) {
  void begin();
  setTimeout(async () => {
    await end();
    document.documentElement.dataset.call = "ended";
  }, seconds * 1000);
}
