import type { Recorder } from "../../wasm/honeyguide_sdk.js";
import { CallEventField, CODEC, EVENT, Kind, LAYER, MEDIA, PATH_TYPE } from "../catalog";
import type { Attributes } from "./attributes";
import { now } from "./core";
import { sinceFrame } from "./frames";
import type { Heard } from "./heard";

/** Members of stats objects, in the order of the module's `Field` from its `Timestamp` on; cpu and bandwidth are of `qualityLimitationDurations`. */
const FIELDS = (
  "timestamp ssrc packetsLost jitter lastPacketReceivedTimestamp frameHeight packetsReceived " +
  "packetsDiscarded bytesReceived jitterBufferDelay jitterBufferEmittedCount totalSamplesReceived " +
  "concealedSamples silentConcealedSamples framesDecoded framesDropped totalFreezesDuration " +
  "totalAudioEnergy totalSamplesDuration totalPlayoutDelay totalSamplesCount packetsSent bytesSent " +
  "retransmittedPacketsSent framesEncoded cpu bandwidth totalRoundTripTime roundTripTimeMeasurements"
).split(" ");

/** An entry of a stats report: its members depend on its type. */
type Entry = Record<string, unknown> & { id: string; type: string };

/** What is known of a connection. */
export interface Call {
  readonly number: number;
  readonly connection: RTCPeerConnection;
  /** Set up or given up: that item is made once. */
  _settled?: boolean;
  /** When it was made (""), a state was first reached, a track was first there. NaN: its first media have come. */
  _reached: Record<string, number | undefined>;
  /** When it lost its path; until it has one again. */
  _lostAt?: number | undefined;
  /** How often it has found a path again: each time its figures begin anew. */
  _reconnects: number;
  /** The module's numbers of what the latest report told of. */
  _ids: Map<string, number>;
  /** The candidate pair that carries it, and the name under which ICE knows this end. */
  _path?: [pair: unknown, name: unknown];
}

/** Reads the reports of connections. */
export class Stats {
  #made = 0;

  constructor(
    protected readonly _recorder: Recorder,
    protected readonly _attributes: Attributes,
  ) {}

  /** Something happened to a call. */
  protected _event(
    call: Call,
    event: string,
    at: number,
    known: [number, unknown][] = [],
    duration = NaN,
    track = NaN,
  ) {
    const cells = [CallEventField.connection, call.number];
    cells.push(CallEventField.track, track, CallEventField.duration, duration);
    this._attributes.item(Kind.CallEvent, at, cells, [[EVENT, event], ...known]);
  }

  /** What carries a call: `host`, `srflx`, `prflx`, or `relay` and how the relay is reached. Tells of a path that has changed. */
  protected _path(call: Call, entries: Entry[]): string | undefined {
    // Several pairs may be nominated: the transport says which one carries the media.
    const transport = entries.find((entry) => entry.selectedCandidatePairId);
    if (!transport) return;
    const { selectedCandidatePairId: id, iceLocalUsernameFragment: name } = transport;
    const pair = entries.find((entry) => entry.id === id);
    const local = entries.find((entry) => entry.id === pair?.localCandidateId);
    const type = local && [local.candidateType, local.relayProtocol].filter(Boolean).join("-");
    const [pairBefore, nameBefore] = call._path ?? [id, name];
    if (nameBefore !== name) this._event(call, "ice_restart", now());
    if (pairBefore !== id) this._event(call, "path_change", now(), [[PATH_TYPE, type]]);
    call._path = [id, name];
    return type;
  }

  /** Records a report. `watched`: the page is visible, so that frames would be shown. Gives what was heard. */
  protected async _read(call: Call, watched: boolean): Promise<Heard[]> {
    const entries = await entriesOf(call.connection);
    const at = now();
    if (entries.length === 0) return [];
    const find = (id: unknown) => entries.find((entry) => entry.id === id);
    const ids = new Map<string, number>();
    const heard: Heard[] = [];
    let rtt = NaN;
    /** Numbers a stream and hands its numbers to the module. NaN is the module's absent. */
    const poll = (kind: number, entry: Entry, beside: object = {}, ...known: number[]) => {
      const key = `${entry.id} ${entry.ssrc}`;
      const number = call._ids.get(key) ?? ++this.#made;
      ids.set(key, number);
      const all: Partial<Entry> = {
        ...beside,
        ...(entry.qualityLimitationDurations as object),
        ...entry,
        ssrc: Number(entry.ssrc) + call._reconnects * 2 ** 32,
      };
      const [live = 0, corrected = 0, since = NaN] = known;
      const members = FIELDS.map((name) => Number(all[name] ?? NaN));
      const numbers = [number, call.number, rtt, Number(entry.kind === "video"), live, corrected, since];
      const set =
        kind &&
        this._attributes.set([
          [MEDIA, entry.kind],
          [CODEC, String(find(entry.codecId)?.mimeType ?? "").split("/")[1]],
          [LAYER, entry.rid],
        ]);
      return [
        this._recorder._poll(kind, set, at, new Float64Array([...numbers, ...members])),
        number,
      ] as const;
    };

    this._path(call, entries);
    const pair = find(call._path?.[0]);
    if (pair) [rtt] = poll(0, pair, { roundTripTimeMeasurements: pair.responsesReceived });
    for (const entry of entries.filter(({ type }) => type === "outbound-rtp")) {
      const [reported] = poll(Kind.WebrtcOutbound, entry, find(entry.remoteId));
      // The receiver's own reports say more than the pair's checks.
      if (Number.isFinite(reported)) rtt = reported;
    }
    const tracks = call.connection.getReceivers().map(({ track }) => track);
    for (const entry of entries.filter(({ type }) => type === "inbound-rtp")) {
      const { kind, trackIdentifier: id, totalSamplesReceived, framesDecoded } = entry;
      const track = tracks.find((track) => track.id === id);
      // Firefox goes on listing tracks that have ended.
      if (track?.readyState !== "live") continue;
      // Nobody can tell a screen that stands still from one that was cut off. The browser names a screen, or the app: detail, text.
      const screen = entry.contentType === "screenshare" || /^[dt]e/.test(track.contentHint);
      const expected = !track.muted && track.enabled && !screen;
      const since = watched && kind === "video" ? sinceFrame(track.id) : NaN;
      const corrected = Number(entry.fecPacketsReceived) > 0;
      const beside = find(entry.playoutId);
      const [loudness, number] = poll(Kind.WebrtcInbound, entry, beside, +expected, +corrected, since);
      if (kind === "audio") {
        heard.push({ at, loudness: (expected && loudness) || 0, playout: entry.estimatedPlayoutTimestamp });
      }
      const reached = call._reached;
      const from = Math.max(reached.connectionStateconnected ?? 0, reached[track.id] ?? 0);
      if (from && (framesDecoded || totalSamplesReceived)) {
        // How much has come tells when it began. (totalSamplesDuration counts from before the first packet.)
        const codec = find(entry.codecId);
        const came = entry.totalInterFrameDelay ?? Number(totalSamplesReceived) / Number(codec?.clockRate);
        const began = at - 1000 * (Number(came) || 0);
        reached[track.id] = NaN;
        this._event(call, "first_media", began, [[MEDIA, kind]], Math.max(began - from, 0), number);
      }
    }
    call._ids = ids;
    return heard;
  }
}

/** The entries of a report; none where it was refused. */
export async function entriesOf(connection: RTCPeerConnection): Promise<Entry[]> {
  try {
    return [...(await connection.getStats()).values()].filter(Boolean);
  } catch {
    return [];
  }
}
