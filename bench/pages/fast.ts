/**
 * Runs before everything else in the page: time goes `SPEED` times faster for every script, and a connection is a stand-in
 * whose getStats tells of a decent call of eight tracks.
 */
const SPEED = Number(new URLSearchParams(location.search).get("speed") ?? 1);

const [clock, wall] = [performance.now.bind(performance), Date.now.bind(Date)];
const [clockBegan, wallBegan] = [clock(), wall()];
performance.now = () => clockBegan + (clock() - clockBegan) * SPEED;
Date.now = () => Math.round(wallBegan + (wall() - wallBegan) * SPEED);
const { setTimeout: later, setInterval: often } = window;
Object.assign(window, {
  setTimeout: (work: TimerHandler, wait = 0, ...given: unknown[]) => later(work, wait / SPEED, ...given),
  setInterval: (work: TimerHandler, wait = 0, ...given: unknown[]) => often(work, wait / SPEED, ...given),
});

/** The memory that modules have, for the bench to add up. */
const memories: WebAssembly.Memory[] = [];
const { instantiate } = WebAssembly;
WebAssembly.instantiate = (async (source: BufferSource, imports?: WebAssembly.Imports) => {
  const made = (await instantiate(source, imports)) as
    | WebAssembly.Instance
    | WebAssembly.WebAssemblyInstantiatedSource;
  const { exports } = "instance" in made ? made.instance : made;
  // The names of what a module exports are as short as can be.
  memories.push(...Object.values(exports).filter((one) => one instanceof WebAssembly.Memory));
  return made;
}) as typeof WebAssembly.instantiate;

/** How many times getStats was called: the bench wants to know that the call was polled. */
let polls = 0;

const now = () => performance.timeOrigin + performance.now();

function track(index: number, seconds: number): Record<string, unknown>[] {
  const kind = index < 4 ? "audio" : "video";
  const jitter = Math.random();
  const rtp = { kind, ssrc: 1000 + index, mid: String(index), timestamp: now(), codecId: `codec-${kind}` };
  const inbound = {
    ...rtp,
    id: `in-${index}`,
    type: "inbound-rtp",
    trackIdentifier: `track-${index}`,
    packetsReceived: Math.floor(seconds * 50),
    packetsLost: Math.floor(seconds / 7),
    packetsDiscarded: 0,
    bytesReceived: Math.floor(seconds * 5000),
    jitter: 0.001 + jitter * 0.003,
    lastPacketReceivedTimestamp: now(),
    jitterBufferDelay: seconds * 1700,
    jitterBufferEmittedCount: seconds * 48_000,
    totalSamplesReceived: seconds * 48_000,
    concealedSamples: Math.floor(seconds / 10) * 480,
    silentConcealedSamples: 0,
    framesDecoded: Math.floor(seconds * 25),
    framesDropped: 0,
    totalFreezesDuration: 0,
    playoutId: "playout",
  };
  const outbound = {
    ...rtp,
    id: `out-${index}`,
    type: "outbound-rtp",
    remoteId: `remote-${index}`,
    packetsSent: Math.floor(seconds * 50),
    bytesSent: Math.floor(seconds * 5000),
  };
  const remote = {
    ...rtp,
    id: `remote-${index}`,
    type: "remote-inbound-rtp",
    packetsLost: 0,
    totalRoundTripTime: seconds * 0.02,
    roundTripTimeMeasurements: Math.floor(seconds),
  };
  return [inbound, outbound, remote];
}

function stats(since: number): Map<string, Record<string, unknown>> {
  polls++;
  const seconds = (performance.now() - since) / 1000;
  const entries: Record<string, unknown>[] = [
    { id: "transport", type: "transport", selectedCandidatePairId: "pair" },
    {
      id: "pair",
      type: "candidate-pair",
      localCandidateId: "local",
      totalRoundTripTime: seconds * 0.02,
      responsesReceived: Math.floor(seconds),
    },
    { id: "local", type: "local-candidate", candidateType: "host" },
    { id: "codec-audio", type: "codec", mimeType: "audio/opus" },
    { id: "codec-video", type: "codec", mimeType: "video/VP8" },
    {
      id: "playout",
      type: "media-playout",
      totalPlayoutDelay: seconds * 900,
      totalSamplesCount: seconds * 48_000,
    },
    ...Array.from({ length: 8 }, (_, index) => track(index, seconds)).flat(),
  ];
  return new Map(entries.map((entry) => [String(entry.id), { timestamp: now(), ...entry }]));
}

class StandIn extends EventTarget {
  readonly #since = performance.now();
  connectionState = "new";
  iceConnectionState = "new";
  signalingState = "stable";
  localDescription: unknown;
  remoteDescription: unknown;

  async setLocalDescription(): Promise<void> {
    this.localDescription = this.remoteDescription = { type: "offer", sdp: "" };
    setTimeout(() => {
      this.connectionState = this.iceConnectionState = "connected";
      this.dispatchEvent(new Event("iceconnectionstatechange"));
      this.dispatchEvent(new Event("connectionstatechange"));
    }, 300);
  }
  async getStats() {
    return stats(this.#since);
  }
  getReceivers() {
    return Array.from({ length: 8 }, (_, index) => ({
      track: {
        id: `track-${index}`,
        kind: index < 4 ? "audio" : "video",
        readyState: "live",
        muted: false,
        enabled: true,
      },
    }));
  }
  getSenders() {
    return [];
  }
  getTransceivers() {
    return [];
  }
  close() {
    this.connectionState = "closed";
  }
}
Object.assign(window, {
  RTCPeerConnection: StandIn,
  moduleBytes: () => memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0),
  polled: () => polls,
});
