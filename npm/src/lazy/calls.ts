import type { Recorder } from "../../wasm/honeyguide_sdk.js";
import { CODEC, Kind, MEDIA, OUTCOME, PATH_TYPE, WebrtcConnectionField } from "../catalog";
import type { Attributes } from "./attributes";
import { now } from "./core";

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
  readonly createdAt: number;
  /** Set up or given up: that item is made once. */
  settled: boolean;
  /** It was connected once: its tracks are polled until it is closed, through a blackout too. */
  connected: boolean;
}

const numbers = (entry: Entry | undefined, names: string[]): number[] =>
  names.map((name) => (typeof entry?.[name] === "number" ? entry[name] : Number.NaN));

/** Connections from their making to their end, and polls of their tracks. */
export class Calls {
  #calls: Call[] = [];
  #made = 0;
  readonly #ids = new Map<string, number>();

  constructor(
    private readonly _recorder: Recorder,
    private readonly _attributes: Attributes,
  ) {}

  /** Whether any connection is open. */
  get active(): boolean {
    return this.#calls.length > 0;
  }

  add(connection: RTCPeerConnection, createdAt: number): void {
    this.#calls.push({ number: ++this.#made, connection, createdAt, settled: false, connected: false });
  }

  /** A connection reached another state at a time. */
  changed(connection: RTCPeerConnection, state: RTCPeerConnectionState, at: number): void {
    const call = this.#calls.find((call) => call.connection === connection);
    if (!call) return;
    call.connected ||= state === "connected";
    if (state === "connected" || state === "failed") this.#settle(call, state, at);
  }

  /** Polls every connection that was connected once; the closed ones are let go. */
  async poll(): Promise<void> {
    const closed = ({ connection }: Call) => connection.connectionState === "closed";
    for (const call of this.#calls.filter(closed)) this.#giveUp(call);
    this.#calls = this.#calls.filter((call) => !closed(call));
    await Promise.all(this.#calls.filter(({ connected }) => connected).map((call) => this.#read(call)));
  }

  /** The page is being left: calls that were being set up are given up. */
  leave(): void {
    for (const call of this.#calls) this.#giveUp(call);
  }

  /** One that never began to negotiate was no call: pages make such to see what the browser can do. */
  #giveUp(call: Call): void {
    const { localDescription, remoteDescription } = call.connection;
    if (localDescription || remoteDescription) this.#settle(call, "abandoned", now());
  }

  #settle(call: Call, outcome: string, at: number): void {
    if (call.settled) return;
    call.settled = true;
    const record = (path?: string) => {
      const took = outcome === "connected" ? at - call.createdAt : Number.NaN;
      const cells = [WebrtcConnectionField.connection, call.number, WebrtcConnectionField.setup, took];
      this._attributes.item(Kind.WebrtcConnection, at, cells, [
        [OUTCOME, outcome],
        [PATH_TYPE, path],
      ]);
    };
    // The kind of path is known only to getStats; a page that is being left cannot wait for it.
    if (outcome === "connected") void pathType(call.connection).then(record);
    else record();
  }

  async #read(call: Call): Promise<void> {
    const entries = await statsOf(call.connection);
    const at = now();
    const find = (id: unknown) => entries.find((entry) => entry.id === id);
    const media = (entry: Entry) => String(entry.kind);
    const set = (entry: Entry) =>
      this._attributes.set([
        [MEDIA, media(entry)],
        [CODEC, String(find(entry.codecId)?.mimeType ?? "").split("/")[1]],
      ]);
    const track = (entry: Entry) => this.#number(call, `${entry.id} ${entry.ssrc}`);
    const { _recorder: recorder } = this;

    const pair = selectedPair(entries);
    let rtt = pair
      ? recorder.pair(this.#number(call, pair.id), new Float64Array(numbers(pair, PAIR)))
      : Number.NaN;
    for (const entry of entries.filter(({ type }) => type === "outbound-rtp")) {
      const remote = find(entry.remoteId);
      const stats = new Float64Array([
        ...numbers(entry, ["timestamp", "ssrc"]),
        ...numbers(remote, ["packetsLost"]),
        ...numbers(entry, OUTBOUND),
        ...numbers(remote, REMOTE),
      ]);
      // The receiver's own reports say more than the pair's checks.
      const reported = recorder.outbound(track(entry), call.number, set(entry), at, stats);
      if (!Number.isNaN(reported)) rtt = reported;
    }
    const live = liveTracks(call.connection);
    for (const entry of entries.filter(({ type }) => type === "inbound-rtp")) {
      const stats = new Float64Array([
        ...numbers(entry, INBOUND),
        ...numbers(find(entry.playoutId), PLAYOUT),
      ]);
      const video = media(entry) === "video";
      const expected = live.has(String(entry.trackIdentifier));
      const corrected = Number(entry.fecPacketsReceived) > 0;
      recorder.inbound(
        track(entry),
        call.number,
        set(entry),
        at,
        stats,
        rtt,
        video,
        expected,
        false,
        corrected,
      );
    }
  }

  #number(call: Call, id: string): number {
    const key = `${call.number} ${id}`;
    let number = this.#ids.get(key);
    if (number === undefined) {
      number = this.#ids.size + 1;
      this.#ids.set(key, number);
    }
    return number;
  }
}

/** The entries of a report; none where the connection was closed meanwhile, which rejects. */
async function statsOf(connection: RTCPeerConnection): Promise<Entry[]> {
  const report = await connection.getStats().catch(() => undefined);
  return [...((report as unknown as Map<string, Entry> | undefined)?.values() ?? [])];
}

/** Several pairs may be nominated: the transport says which one carries the media. */
function selectedPair(entries: Entry[]): Entry | undefined {
  const transport = entries.find((entry) => entry.type === "transport" && entry.selectedCandidatePairId);
  return entries.find((entry) => entry.id === transport?.selectedCandidatePairId);
}

async function pathType(connection: RTCPeerConnection): Promise<string | undefined> {
  const entries = await statsOf(connection);
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
