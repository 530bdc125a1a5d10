import type { Recorder } from "../../wasm/honeyguide_sdk.js";
import { now } from "../time";
import type { Attributes } from "./attributes";
import { CODEC, MEDIA, OUTCOME, PATH_TYPE } from "./catalog";

// In the order of the module's InboundField, OutboundField, PairField.
const INBOUND = [
  "timestamp",
  "ssrc",
  "packetsLost",
  "jitter",
  "lastPacketReceivedTimestamp",
  "packetsReceived",
  "packetsDiscarded",
  "bytesReceived",
  "jitterBufferDelay",
  "jitterBufferEmittedCount",
  "totalSamplesReceived",
  "concealedSamples",
  "silentConcealedSamples",
  "framesDecoded",
  "framesDropped",
  "totalFreezesDuration",
];
const PLAYOUT = ["totalPlayoutDelay", "totalSamplesCount"];
const OUTBOUND = ["packetsSent", "bytesSent"];
const REMOTE = ["totalRoundTripTime", "roundTripTimeMeasurements"];
const PAIR = ["totalRoundTripTime", "responsesReceived"];

/** An entry of a stats report: its members depend on its type. */
type Entry = Record<string, unknown> & { id: string; type: string };

interface Call {
  readonly number: number;
  readonly connection: RTCPeerConnection;
  /** Set up or given up: that item is made once. */
  settled: boolean;
}

const numbers = (entry: Entry | undefined, names: string[]): number[] =>
  names.map((name) => (typeof entry?.[name] === "number" ? entry[name] : Number.NaN));

/** Connections from their making to their end, and polls of their tracks. */
export class Calls {
  private calls: Call[] = [];
  private made = 0;
  private readonly ids = new Map<string, number>();

  constructor(
    private readonly recorder: Recorder,
    private readonly attributes: Attributes,
  ) {}

  /** Whether any connection is open. */
  get active(): boolean {
    return this.calls.length > 0;
  }

  add(connection: RTCPeerConnection, createdAt: number): void {
    const call: Call = { number: ++this.made, connection, settled: false };
    this.calls.push(call);
    const changed = () => {
      const { connectionState } = connection;
      if (connectionState === "connected") this.settle(call, "connected", createdAt);
      else if (connectionState === "failed") this.settle(call, "failed", createdAt);
    };
    connection.addEventListener("connectionstatechange", changed);
    changed();
  }

  /** Polls every open connection; the closed ones are let go. */
  async poll(): Promise<void> {
    for (const call of this.calls) {
      if (call.connection.connectionState === "closed") this.settle(call, "abandoned", Number.NaN);
    }
    this.calls = this.calls.filter((call) => call.connection.connectionState !== "closed");
    const connected = this.calls.filter((call) => call.connection.connectionState === "connected");
    await Promise.all(connected.map((call) => this.read(call)));
  }

  private async settle(call: Call, outcome: string, createdAt: number): Promise<void> {
    if (call.settled) return;
    call.settled = true;
    const at = now();
    const path = outcome === "connected" ? await pathType(call.connection) : undefined;
    const set = this.attributes.set([
      [OUTCOME, outcome],
      [PATH_TYPE, path],
    ]);
    this.recorder.connection(call.number, set, at, outcome === "connected" ? at - createdAt : Number.NaN);
  }

  private async read(call: Call): Promise<void> {
    // A connection that was closed meanwhile rejects: there is nothing to report then.
    const report = await call.connection.getStats().catch(() => undefined);
    if (!report) return;
    const at = now();
    const entries = [...(report as unknown as Map<string, Entry>).values()];
    const find = (id: unknown) => entries.find((entry) => entry.id === id);
    const pair = selectedPair(entries);
    const rtt = pair
      ? this.recorder.pair(this.number(call, pair.id), new Float64Array(numbers(pair, PAIR)))
      : Number.NaN;
    const playout = entries.find((entry) => entry.type === "media-playout");
    const live = liveTracks(call.connection);
    for (const entry of entries) {
      const media = String(entry.kind);
      const codec = String(find(entry.codecId)?.mimeType ?? "").split("/")[1];
      const set = () =>
        this.attributes.set([
          [MEDIA, media],
          [CODEC, codec],
        ]);
      const track = () => this.number(call, `${entry.id} ${entry.ssrc}`);
      if (entry.type === "inbound-rtp") {
        const stats = new Float64Array([...numbers(entry, INBOUND), ...numbers(playout, PLAYOUT)]);
        const corrected = Number(entry.fecPacketsReceived) > 0;
        this.recorder.inbound(
          track(),
          call.number,
          set(),
          at,
          stats,
          rtt,
          media === "video",
          live.has(String(entry.trackIdentifier)),
          false,
          corrected,
        );
      } else if (entry.type === "outbound-rtp") {
        const remote = find(entry.remoteId);
        const stats = new Float64Array([
          ...numbers(entry, ["timestamp", "ssrc"]),
          ...numbers(remote, ["packetsLost"]),
          ...numbers(entry, OUTBOUND),
          ...numbers(remote, REMOTE),
        ]);
        this.recorder.outbound(track(), call.number, set(), at, stats);
      }
    }
  }

  private number(call: Call, id: string): number {
    const key = `${call.number} ${id}`;
    let number = this.ids.get(key);
    if (number === undefined) {
      number = this.ids.size + 1;
      this.ids.set(key, number);
    }
    return number;
  }
}

/** Several pairs may be nominated: the transport says which one carries the media. */
function selectedPair(entries: Entry[]): Entry | undefined {
  const transport = entries.find((entry) => entry.type === "transport" && entry.selectedCandidatePairId);
  return entries.find((entry) => entry.id === transport?.selectedCandidatePairId);
}

async function pathType(connection: RTCPeerConnection): Promise<string | undefined> {
  const report = await connection.getStats().catch(() => undefined);
  if (!report) return undefined;
  const entries = [...(report as unknown as Map<string, Entry>).values()];
  const pair = selectedPair(entries);
  const local = entries.find((entry) => entry.id === pair?.localCandidateId);
  return local && String(local.candidateType);
}

/** Tracks from which sound or pictures are expected now. */
function liveTracks(connection: RTCPeerConnection): Set<string> {
  const expected = connection
    .getReceivers()
    .map(({ track }) => track)
    .filter((track) => track.readyState === "live" && !track.muted && track.enabled);
  return new Set(expected.map((track) => track.id));
}
