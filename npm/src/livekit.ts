import type { Participant, Room, TrackPublication } from "livekit-client";
import { CallEventField, EVENT, Kind, MEDIA, QUALITY, REASON, ROLE } from "./catalog";
import type { Caption, CaptionOptions, Honeyguide } from "./index";
// Nothing else of the core: what both entries import, a bundler would make a file of its own.

/** A transcribed segment, as LiveKit tells of it. It stays in the page. */
export interface TranscribedSegment {
  /** The agent's own name of the segment. */
  readonly id: string;
  /** The identity of the participant who speaks. */
  readonly participant: string;
  /** Its newest text. */
  readonly text: string;
  /** Attributes of the text stream; none with `TranscriptionReceived`. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** What {@link instrumentRoom} takes. */
export interface RoomOptions {
  /**
   * What the app knows better of a segment: its `element` (the one that shows it, or a container of all captions, where a framework
   * writes the text later than in the task that received it), its `language`, its `speaker`. Asked once a segment. With `false`
   * transcriptions are not measured: the app calls `caption()` or `observeCaptions()` itself.
   */
  captions?: false | ((segment: TranscribedSegment) => Partial<CaptionOptions> | undefined);
  /** Send the room's name and the local participant's identity along. No identifier is sent without it. */
  identify?: boolean;
}

/**
 * Measures a LiveKit room: how long connecting and reconnecting take and why it disconnects, how long each track takes from its
 * publication to its first sound or picture, mutes, the connection quality, and transcriptions of both kinds as captions.
 *
 * Call it before `connect`, and before the app registers handlers of its own. The same room comes back; the app's handlers
 * work as without it. Of participants it tells only whether they are `local` or `remote`, `agent` or `user`.
 *
 * @example
 * ```ts
 * import { init } from "@honeyguide/browser";
 * import { instrumentRoom } from "@honeyguide/browser/livekit";
 * import { Room } from "livekit-client";
 *
 * const hg = init({ endpoint: "https://telemetry.example.com", key: "pub_7f3c…", app: { name: "interpreter" } });
 * const room = instrumentRoom(new Room(), hg, {
 *   captions: ({ attributes }) => ({ element: document.querySelector("#captions")!, language: attributes.language }),
 * });
 * await room.connect(url, token);
 * ```
 */
export function instrumentRoom<R extends Room>(room: R, hg: Honeyguide, options?: RoomOptions): R {
  quietly(() => {
    if (instrumented.has(room)) return;
    instrumented.add(room);
    const { captions, identify } = options ?? {};
    watchCall(room, hg, identify === true);
    if (captions !== false) watchTranscriptions(room, hg, captions);
  });
  return room;
}

const instrumented = new WeakSet<Room>();

/** A fault of ours, or in a room unlike those that we know, must not become the app's. */
function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // The app's business goes on.
  }
}

const now = (): number => performance.timeOrigin + performance.now();

/** As LiveKit numbers them. */
const REASONS = (
  "unknown client_initiated duplicate_identity server_shutdown participant_removed room_deleted state_mismatch join_failure " +
  "migration signal_close room_closed user_unavailable user_rejected sip_trunk_failure connection_timeout media_failure agent_error"
).split(" ");

/** Events of tracks; the last two arguments of each are the publication and its participant. */
const TRACKS = [
  "trackPublished",
  "trackUnpublished",
  "trackSubscribed",
  "trackUnsubscribed",
  "trackMuted",
  "trackUnmuted",
  "localTrackPublished",
  "localTrackUnpublished",
] as const;

function watchCall(room: Room, hg: Honeyguide, identify: boolean): void {
  let { state } = room;
  /** When the state began: trying to connect, connected, trying to reconnect. Unknown where we came later. */
  let began = Number.NaN;
  /** A track of which nothing was heard before was there by then. */
  let listed = Number.NaN;
  let hiddenAt = document.hidden ? Number.POSITIVE_INFINITY : 0;
  let tracks = 0;
  const numbers = new WeakMap<object, number>();
  /** Since when a track could have been subscribed to. */
  const wanted = new WeakMap<object, number>();

  const tell = (
    event: string,
    { duration = Number.NaN, participant, publication, reason, quality }: About = {},
    own: [string, string][] = [],
  ) => {
    if (publication && !numbers.has(publication)) numbers.set(publication, ++tracks);
    hg._item(
      Kind.CallEvent,
      now(),
      [
        CallEventField.track,
        numbers.get(publication as object) ?? Number.NaN,
        CallEventField.duration,
        duration,
      ],
      [
        [EVENT, event],
        [MEDIA, publication?.kind],
        [ROLE, participant && (participant.isLocal ? "local" : "remote")],
        [REASON, reason],
        [QUALITY, quality],
      ],
      own,
    );
  };

  document.addEventListener("visibilitychange", () => {
    hiddenAt = document.hidden ? Number.POSITIVE_INFINITY : now();
  });
  room.on("connectionStateChanged", (next) =>
    quietly(() => {
      const at = now();
      const [again, lost] = [state, next].map((one) => /econnecting/.test(one));
      if (next === "connected") {
        // Here the names are known: the place to hand them to the whole page view, too.
        const own: [string, string][] = [
          ["room", room.name],
          ["participant", room.localParticipant.identity],
        ];
        tell(again ? "reconnected" : next, { duration: at - began }, identify ? own : []);
      }
      // A resumption that does not succeed becomes a reconnection: one interruption.
      if (lost) {
        listed = at;
        tell(next === "reconnecting" ? next : "resuming", again ? {} : { duration: at - began });
      }
      if (next !== "disconnected" && !(lost && again)) began = at;
      state = next;
    }),
  );
  room.on("signalConnected", () =>
    quietly(() => {
      listed = now();
      tell("signal_connected", { duration: listed - began });
    }),
  );
  room.on("disconnected", (reason) =>
    quietly(() => tell("disconnected", { duration: now() - began, reason: REASONS[reason ?? 0] })),
  );

  for (const name of TRACKS) {
    room.on(name, (...given: unknown[]) =>
      quietly(() => {
        const at = now();
        const [publication, participant] = given.slice(-2) as [TrackPublication, Participant];
        const { track } = publication;
        const subscribed = name === "trackSubscribed";
        if (name === "trackPublished") wanted.set(publication, at);
        const event = name.replace("localT", "t").replace(/[A-Z]/, (letter) => `_${letter.toLowerCase()}`);
        const duration = subscribed ? at - (wanted.get(publication) ?? listed) : Number.NaN;
        tell(event, { duration, participant, publication });
        if (!subscribed || publication.isMuted) return;
        // LiveKit looks once a frame, as long as somebody listens.
        track?.once("timeSyncUpdate", () =>
          quietly(() => {
            const duration = now() - Math.max(at, began);
            if (hiddenAt < at) tell("track_media", { duration, participant, publication });
          }),
        );
      }),
    );
  }
  room.on("trackSubscriptionStatusChanged", (publication, status) =>
    quietly(() => {
      if (status === "desired") wanted.set(publication, now());
    }),
  );
  room.on("trackSubscriptionFailed", (_sid, participant, reason) =>
    quietly(() => tell("subscription_failed", { participant, reason })),
  );
  room.on("connectionQualityChanged", (quality, participant) =>
    quietly(() => tell("quality", { participant, quality })),
  );
  room.on("audioPlaybackChanged", (playing) =>
    quietly(() => tell(playing ? "audio_allowed" : "audio_blocked")),
  );
}

interface About {
  duration?: number;
  participant?: Participant;
  publication?: TrackPublication;
  reason?: unknown;
  quality?: string;
}

type Handler = Parameters<Room["registerTextStreamHandler"]>[1];

const TOPIC = "lk.transcription";
/** Segments that are remembered: the older ones are over. */
const MOST_SEGMENTS = 100;
/** Both kinds of transcription come this close together, milliseconds. */
const TOGETHER = 2000;

interface Segment {
  readonly line: Caption;
  readonly who: string;
  text: string;
  final: boolean;
  at: number;
  /** Whether text streams tell it, or events do. */
  streamed: boolean;
  /** The other kind has it too. */
  both: boolean;
}

function watchTranscriptions(
  room: Room,
  hg: Honeyguide,
  describe: Exclude<RoomOptions["captions"], false>,
): void {
  const segments = new Map<string, Segment>();
  /** The app's own handler of the topic. */
  let theirs: Handler | undefined;

  const take = (
    streamed: boolean,
    participant: Participant | undefined,
    id: string,
    text: string,
    final: boolean,
    language?: string,
    attributes: Record<string, string> = {},
    emittedAt = Number.NaN,
  ) => {
    const at = now();
    const who = participant?.identity ?? "";
    const key = `${who}\n${id}`;
    let one = segments.get(key);
    if (!one) {
      if (!text) return;
      // Agents send one utterance both ways at once, each under an id of its own.
      one = [...segments.values()].find(
        (other) =>
          other.who === who &&
          other.streamed !== streamed &&
          !other.both &&
          at - other.at < TOGETHER &&
          (other.text.startsWith(text) || text.startsWith(other.text)),
      );
      if (!one) {
        let known: Partial<CaptionOptions> | undefined;
        quietly(() => {
          known = describe?.({ id, participant: who, text, attributes });
        });
        const line = hg.caption({
          ...known,
          segment: key,
          speaker: known?.speaker ?? (participant?.isAgent ? "agent" : "user"),
          language: known?.language ?? language,
        } as CaptionOptions);
        one = { line, who, text: "", final: false, at, streamed, both: false };
      }
      segments.set(key, one);
      if (segments.size > MOST_SEGMENTS) segments.delete(segments.keys().next().value as string);
    }
    if (one.streamed !== streamed) {
      one.both = true;
      // Without a handler of streams, what the app shows are the events.
      if (streamed !== !!theirs) return;
      one.streamed = streamed;
      if (one.text === text && one.final === final) return;
    }
    Object.assign(one, { text, final, at });
    one.line.update(text, { final, emittedAt });
  };

  room.on("transcriptionReceived", (given, participant) =>
    quietly(() => {
      for (const { id, text, final, language } of given) take(false, participant, id, text, final, language);
    }),
  );

  /** Sees each chunk when its reader does, just before. */
  const listen = (...[reader, { identity }]: Parameters<Handler>) => {
    const { info, readAll, [Symbol.asyncIterator]: iterate } = reader;
    const attribute = (name: string) => info.attributes?.[name];
    const isFinal = () => attribute("lk.transcription_final") === "true";
    // Agents write each revision as a stream of its own, or one stream that grows: only the latter becomes final at its end.
    const final = isFinal();
    let [text, chunks, whole] = ["", 0, false];
    /** With its time of sending, which is known of the first chunk only. */
    const tell = (final: boolean, timed = chunks === 1) =>
      quietly(() => {
        const track = attribute("lk.transcribed_track_id") ?? "";
        const everybody: Participant[] = [room.localParticipant, ...room.remoteParticipants.values()];
        take(
          true,
          everybody.find(({ trackPublications }) => trackPublications.has(track)) ??
            room.getParticipantByIdentity(identity),
          attribute("lk.segment_id") ?? info.id,
          text,
          final,
          attribute("lk.transcription_language") ?? attribute("language"),
          info.attributes,
          (timed && info.timestamp) || Number.NaN,
        );
      });
    reader.readAll = (...given) => {
      whole = true;
      return readAll.apply(reader, given);
    };
    reader[Symbol.asyncIterator] = () => {
      const iterator = iterate.call(reader);
      const { next } = iterator;
      iterator.next = async () => {
        const result = await next.call(iterator);
        if (result.done) {
          // Not every agent says that a stream that grew is final at its end.
          const over = isFinal() || chunks > 1;
          if (whole) tell(over);
          else if (over && !final) tell(true, false);
        } else {
          text += result.value;
          chunks++;
          if (!whole) tell(final);
          // What follows the final text is another segment of the same id.
          if (!whole && final) text = "";
        }
        return result;
      };
      return iterator;
    };
  };

  const handler: Handler = (reader, from) => {
    quietly(() => listen(reader, from));
    if (theirs) return theirs(reader, from);
    const iterator = reader[Symbol.asyncIterator]();
    const pull = (): Promise<unknown> => iterator.next().then(({ done }) => done || pull());
    // A stream that breaks off is nobody's fault.
    pull().catch(() => {});
  };

  const { registerTextStreamHandler: register, unregisterTextStreamHandler: unregister } = room;
  /** Whether the topic is ours. Where the app was earlier, its streams are its own. */
  let ours = false;
  const occupy = () =>
    quietly(() => {
      register.call(room, TOPIC, handler);
      ours = true;
    });
  occupy();
  room.registerTextStreamHandler = (topic, callback) => {
    // A second handler is refused by LiveKit itself.
    if (topic !== TOPIC || !ours || theirs) register.call(room, topic, callback);
    else theirs = callback;
  };
  room.unregisterTextStreamHandler = (topic) => {
    if (topic === TOPIC && ours) {
      theirs = undefined;
      return;
    }
    unregister.call(room, topic);
    if (topic === TOPIC) occupy();
  };
}
