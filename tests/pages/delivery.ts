/** A plain page whose gateway has another origin: `?endpoint=…&key=…&interval=…&app=…&options=…`. */
import { init } from "@honeyguide/browser";

const query = new URLSearchParams(location.search);
const hg = init({
  endpoint: query.get("endpoint") ?? "",
  key: query.get("key") ?? "pub_local",
  app: JSON.parse(query.get("app") ?? '{"name":"delivery"}'),
  batchInterval: Number(query.get("interval") ?? 1000),
  debug: query.has("debug") && "console",
  propagateTo: query.getAll("propagate"),
  ...(query.has("services") && { services: JSON.parse(query.get("services") ?? "") }),
  ...JSON.parse(query.get("options") ?? "{}"),
  ...(query.has("redact") && {
    beforeSend: ({ message, stack, name, ...rest }: Record<string, string | undefined>) =>
      name === "secret"
        ? null
        : {
            ...rest,
            ...(name && { name }),
            ...(message && { message: "redacted" }),
            ...(stack && { stack: "" }),
          },
  }),
});

/** One update of a line of its own. */
function say(text: string, emittedAt = performance.timeOrigin + performance.now()): void {
  const paragraph = document.createElement("p");
  document.getElementById("captions")?.append(paragraph);
  hg.caption({ segment: text, language: "en" }).update(text, { emittedAt });
  paragraph.textContent = text;
}

/** Two connected peers in this page. */
async function connect(): Promise<void> {
  const [one, other] = [new RTCPeerConnection(), new RTCPeerConnection()];
  const channel = one.createDataChannel("x");
  one.onicecandidate = ({ candidate }) => candidate && other.addIceCandidate(candidate);
  other.onicecandidate = ({ candidate }) => candidate && one.addIceCandidate(candidate);
  await one.setLocalDescription();
  await other.setRemoteDescription(one.localDescription as RTCSessionDescription);
  await other.setLocalDescription();
  await one.setRemoteDescription(other.localDescription as RTCSessionDescription);
  await new Promise((resolve) => {
    channel.onopen = resolve;
  });
}

/** Blocks the page from a callback with a name. */
function blockLater(ms: number): void {
  setTimeout(function blocking() {
    for (const until = performance.now() + ms; performance.now() < until; );
  });
}

/** An error and a rejection that nobody handles, in functions with names. */
function fail(): void {
  // Engines name a method in two ways.
  class Line {
    planted() {
      throw new RangeError("planted in 4 places");
    }
  }
  async function refused() {
    throw new TypeError("refused 7 times");
  }
  setTimeout(function later() {
    new Line().planted();
  });
  setTimeout(function later() {
    refused();
  });
}

Object.assign(window, { hg, say, blockLater, fail, connect, again: init });
