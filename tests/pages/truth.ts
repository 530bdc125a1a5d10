/**
 * A page that measures itself by other means than the SDK's, so that a test can hold both records side by side:
 * Element Timing for paints, its own texts for words, its own copies of getStats, the web-vitals library.
 */
import { init } from "@honeyguide/browser";
import { onCLS, onFCP, onINP, onLCP, onTTFB } from "web-vitals";

const now = () => performance.timeOrigin + performance.now();
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What the page itself knows of one update. */
interface Own {
  id: number;
  segment: string;
  text: string;
  emitted: number;
  handled: number;
  /** What was planted: the thread blocked before the handler, or inside it. */
  planted: "" | "before" | "inside";
}

const record = {
  updates: [] as Own[],
  paints: {} as Record<string, number>,
  stats: [] as { at: number; connection: number; entries: Record<string, unknown>[] }[],
  setups: [] as number[],
  vitals: {} as Record<string, number>,
};

for (const on of [onTTFB, onFCP, onLCP, onCLS, onINP]) {
  on(({ name, value }) => {
    record.vitals[name] = value;
    // Some come only while the page is being left: the next page reads them.
    localStorage.setItem("vitals", JSON.stringify(record.vitals));
  });
}

new PerformanceObserver((list) => {
  for (const entry of list.getEntries() as (PerformanceEntry & {
    identifier: string;
    paintTime?: number;
    renderTime: number;
  })[]) {
    record.paints[entry.identifier] = performance.timeOrigin + (entry.paintTime ?? entry.renderTime);
  }
}).observe({ type: "element", buffered: true });

const connections: RTCPeerConnection[] = [];
const getStats = RTCPeerConnection.prototype.getStats;
RTCPeerConnection.prototype.getStats = async function (this: RTCPeerConnection, ...given: []) {
  const report = await getStats.apply(this, given);
  record.stats.push({ at: now(), connection: connections.indexOf(this), entries: [...report.values()] });
  return report;
} as typeof getStats;

const hg = init({
  key: "pub_local",
  app: { name: "truth", version: "1" },
  batchInterval: 1000,
  debug: "console",
});

function block(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

/** Texts of one sentence as a nervous recogniser revises them. */
const SENTENCES = [
  ["I", "I want", "I wanted to", "I wanted to go", "I wanted to go home", "I wanted to go home."],
  ["the", "the cat", "the cat sat", "The cat sat", "the hat sat on", "the cat sat on the mat"],
  ["a b c d e f g h", "a X c d e f g h i", "a X c d e Y g h i j", "a b c d e f g h i j"],
  ["one two three", "two three", "two three four", "one two three four five", "five"],
  ["going to the", "going to the harbour", "…", "gone to the harbour", "Gone to the harbour!"],
];

/** Sends `count` updates over a real data channel, some with a blocked thread planted. */
async function run(count: number): Promise<void> {
  const channel = await connect();
  const lines = document.getElementById("lines") as HTMLElement;
  let id = 0;
  for (let sentence = 0; id < count; sentence++) {
    const revisions = SENTENCES[sentence % SENTENCES.length] ?? [];
    const segment = `s${sentence}`;
    const line = hg.caption({ segment, language: "en", speaker: "agent" });
    const paragraph = document.createElement("div");
    lines.append(paragraph);
    while (lines.children.length > 4) lines.firstElementChild?.remove();
    for (const [index, text] of revisions.entries()) {
      const own: Own = { id: id++, segment, text, emitted: now(), handled: 0, planted: "" };
      if (id % 37 === 0) own.planted = "before";
      if (id % 41 === 0) own.planted = "inside";
      const final = index === revisions.length - 1;
      const arrived = new Promise<void>((resolve) => {
        channel.receiver.onmessage = () => {
          const handle = () => {
            own.handled = now();
            record.updates.push(own);
            line.update(text, { emittedAt: own.emitted, final });
            if (own.planted === "inside") block(120);
            // A fresh element each time, so that Element Timing reports each.
            const fresh = document.createElement("p");
            fresh.setAttribute("elementtiming", String(own.id));
            fresh.textContent = text;
            // What it replaces stays a while, unseen: the browser reports no paint of an element that is already gone.
            const replaced = paragraph.lastElementChild;
            if (replaced) {
              replaced.className = "replaced";
              setTimeout(() => replaced.remove(), 300);
            }
            paragraph.append(fresh);
            resolve();
          };
          // Some are handled inside a frame callback: a write there must not look a frame late.
          if (own.id % 5 === 0) requestAnimationFrame(handle);
          else handle();
        };
      });
      channel.sender.send(text);
      if (own.planted === "before") {
        await pause(0);
        block(150);
      }
      await arrived;
      await pause(10 + Math.random() * 50);
    }
  }
  await pause(1500);
}

function make(): RTCPeerConnection {
  const began = now();
  const connection = new RTCPeerConnection();
  const index = connections.push(connection) - 1;
  connection.addEventListener("connectionstatechange", () => {
    if (connection.connectionState === "connected") record.setups[index] ??= now() - began;
  });
  return connection;
}

async function connect(): Promise<{ sender: RTCDataChannel; receiver: RTCDataChannel }> {
  const speaker = make();
  const viewer = make();
  const audio = new AudioContext();
  const tone = new OscillatorNode(audio, { frequency: 300 });
  const out = audio.createMediaStreamDestination();
  tone.connect(out);
  tone.start();
  for (const track of out.stream.getTracks()) speaker.addTrack(track, out.stream);
  viewer.ontrack = ({ streams: [stream] }) => {
    const player = new Audio();
    player.srcObject = stream ?? null;
    void player.play();
  };
  const sender = speaker.createDataChannel("captions");
  const receiver = new Promise<RTCDataChannel>((resolve) => {
    viewer.ondatachannel = ({ channel }) => resolve(channel);
  });
  for (const [from, to] of [
    [speaker, viewer],
    [viewer, speaker],
  ] as const) {
    from.onicecandidate = ({ candidate }) => candidate && to.addIceCandidate(candidate);
  }
  await speaker.setLocalDescription();
  await viewer.setRemoteDescription(speaker.localDescription as RTCSessionDescription);
  await viewer.setLocalDescription();
  await speaker.setRemoteDescription(viewer.localDescription as RTCSessionDescription);
  await new Promise((resolve) => {
    sender.onopen = resolve;
  });
  return { sender, receiver: await receiver };
}

document.getElementById("slow")?.addEventListener("click", () => {
  block(130);
  const spacer = document.getElementById("spacer") as HTMLElement;
  // Long after the input, so that it counts as unexpected.
  setTimeout(() => {
    spacer.style.height = "90px";
  }, 700);
});

/** One update in a line of its own. */
function updateOnce(text: string): void {
  const line = hg.caption({ segment: `once-${text}`, language: "en" });
  const paragraph = document.createElement("p");
  document.getElementById("lines")?.append(paragraph);
  line.update(text, { emittedAt: now() });
  paragraph.textContent = text;
}

Object.assign(window, { truth: { record, run, hg, updateOnce } });
