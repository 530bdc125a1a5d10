// @ts-check
/** An agent in a room: it speaks, and transcribes as LiveKit's agents do. */
import {
  AudioFrame,
  AudioSource,
  LocalAudioTrack,
  Room,
  TrackPublishOptions,
  TrackSource,
} from "@livekit/rtc-node";
import { AccessToken } from "livekit-server-sdk";

const {
  HONEYGUIDE_LIVEKIT: url = "",
  HONEYGUIDE_LIVEKIT_KEY: key = "",
  HONEYGUIDE_LIVEKIT_SECRET: secret = "",
} = process.env;

/** A token for one participant. */
export function token(
  /** @type {string} */ room,
  /** @type {string} */ identity,
  /** @type {"agent" | "standard"} */ kind = "standard",
) {
  const access = new AccessToken(key, secret, { identity });
  access.kind = kind;
  access.addGrant({ room, roomJoin: true, agent: kind === "agent", canUpdateOwnMetadata: true });
  return access.toJwt();
}

const RATE = 48_000;

/** Joins a room, and speaks if it shall. */
export async function joinAgent(/** @type {string} */ name, identity = "interpreter", speaks = true) {
  const room = new Room();
  await room.connect(url, await token(name, identity, "agent"), { autoSubscribe: false, dynacast: false });
  const local = /** @type {import("@livekit/rtc-node").LocalParticipant} */ (room.localParticipant);
  let speaking = speaks;
  /** @type {import("@livekit/rtc-node").LocalTrackPublication | undefined} */
  let publication;
  if (speaks) {
    const source = new AudioSource(RATE, 1);
    const track = LocalAudioTrack.createAudioTrack("voice", source);
    const options = new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE });
    publication = await local.publishTrack(track, options);
    void speak(source, () => speaking);
  }
  const track = publication?.sid ?? "";
  return {
    room,
    local,
    track,
    /** One revision as an event (`TranscriptionReceived`). */
    event: (
      /** @type {{ id: string, text: string, final?: boolean, language?: string, of?: string, track?: string }} */ one,
    ) =>
      local.publishTranscription({
        participantIdentity: one.of ?? identity,
        trackSid: one.track ?? track,
        segments: [
          {
            id: one.id,
            text: one.text,
            final: one.final ?? false,
            language: one.language ?? "",
            startTime: 0n,
            endTime: 0n,
          },
        ],
      }),
    /** One revision as a text stream of its own, as agents do for what a user says. */
    stream: async (
      /** @type {{ id: string, text: string, final?: boolean, language?: string, of?: string, track?: string }} */ one,
    ) => {
      const writer = await local.streamText({
        topic: "lk.transcription",
        ...(one.of && { senderIdentity: one.of }),
        attributes: attributes(one, one.track ?? track),
      });
      await writer.write(one.text);
      await writer.close();
    },
    /** A text stream that grows, as agents do for what they say themselves. */
    grow: async (/** @type {{ id: string, language?: string }} */ one) =>
      local.streamText({ topic: "lk.transcription", attributes: attributes(one, track) }),
    /** Takes its voice out of the room. */
    async unpublish() {
      speaking = false;
      await local.unpublishTrack(track);
    },
    async leave() {
      speaking = false;
      await room.disconnect();
    },
  };
}

/** @param {{ id: string, final?: boolean, language?: string }} one @param {string} track */
const attributes = ({ id, final = false, language }, track) => ({
  "lk.segment_id": id,
  "lk.transcription_final": String(final),
  ...(track && { "lk.transcribed_track_id": track }),
  ...(language && { "lk.transcription_language": language }),
});

/** A tone that comes and goes, so that no codec takes it for silence. @param {AudioSource} source @param {() => boolean} speaking */
async function speak(source, speaking) {
  const samples = RATE / 100;
  for (let tick = 0; speaking(); tick++) {
    const frame = new Int16Array(samples);
    const loudness = 8000 * (1 + Math.sin(tick / 20));
    for (let index = 0; index < samples; index++) {
      frame[index] = loudness * Math.sin((2 * Math.PI * 440 * (tick * samples + index)) / RATE);
    }
    // Waits while the source has enough.
    await source.captureFrame(new AudioFrame(frame, RATE, 1, samples)).catch(() => {});
  }
}
