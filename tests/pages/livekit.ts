/** A page in a LiveKit call: an app of its own, with the SDK beside it. */
import { init } from "@honeyguide/browser";
import { instrumentRoom, type RoomOptions } from "@honeyguide/browser/livekit";
import { Room, RoomEvent, Track } from "livekit-client";

const hg = init({ key: "pub_local", app: { name: "call" }, batchInterval: 1000, debug: "console" });

/** What the app did and saw itself. */
const own = {
  chunks: [] as { identity: string; segment: string | undefined; text: string }[],
  events: [] as { identity: string | undefined; segment: string; text: string; final: boolean }[],
  /** Milliseconds from the subscription to the first frame that the app's own element showed. */
  frames: [] as number[],
  faults: [] as string[],
};
addEventListener("unhandledrejection", ({ reason }) => own.faults.push(String(reason)));
addEventListener("error", ({ message }) => own.faults.push(message));

interface Choice extends RoomOptions {
  /** How the app takes in text streams: chunk by chunk, whole, or not at all. */
  streams?: "chunks" | "whole" | "none";
  /** Whether it shows TranscriptionReceived. */
  events?: boolean;
  /** Text is written later than in the task that brought it, into an element that the SDK was told of. */
  late?: boolean;
  publish?: boolean;
  red?: boolean;
}

const rooms: Room[] = [];

/** Writes a segment's text where it is shown. */
function show(segment: string, text: string): void {
  const container = document.getElementById("captions") as HTMLElement;
  let line = [...container.children].find((line) => (line as HTMLElement).dataset.line === segment);
  if (!line) {
    line = document.createElement("p");
    (line as HTMLElement).dataset.line = segment;
    container.append(line);
  }
  line.textContent = text;
}

async function join(url: string, token: string, choice: Choice = {}): Promise<number> {
  const { streams = "chunks", events = false, late = false, publish = false, red = true, ...rest } = choice;
  const container = document.getElementById("captions") as HTMLElement;
  const options: RoomOptions = late ? { ...rest, captions: () => ({ element: container }) } : rest;
  const room = new Room();
  rooms.push(room);
  instrumentRoom(room, hg, options);
  // As a component that is mounted twice would.
  instrumentRoom(room, hg, options);
  const write = (segment: string, text: string) => {
    if (late) setTimeout(() => show(segment, text), 120);
    else show(segment, text);
  };
  if (streams !== "none") {
    room.registerTextStreamHandler("lk.transcription", async (reader, { identity }) => {
      const segment = reader.info.attributes?.["lk.segment_id"];
      const note = (text: string) => own.chunks.push({ identity, segment, text });
      if (streams === "whole") {
        const text = await reader.readAll();
        note(text);
        write(segment ?? "", text);
        return;
      }
      let shown = "";
      for await (const text of reader) {
        note(text);
        shown += text;
        write(segment ?? "", shown);
      }
    });
  }
  if (events) {
    room.on(RoomEvent.TranscriptionReceived, (given, participant) => {
      for (const { id, text, final } of given) {
        own.events.push({ identity: participant?.identity, segment: id, text, final });
        write(id, text);
      }
    });
  }
  room.on(RoomEvent.TrackSubscribed, (track) => {
    const subscribed = performance.now();
    const element = track.attach();
    document.body.append(element);
    if (track.kind === Track.Kind.Video)
      (element as HTMLVideoElement).requestVideoFrameCallback(() =>
        own.frames.push(performance.now() - subscribed),
      );
  });
  const began = performance.now();
  await room.connect(url, token);
  const took = performance.now() - began;
  if (publish) {
    // A tone and a moving picture: no device is asked for.
    const audio = new AudioContext();
    const tone = new OscillatorNode(audio);
    const out = audio.createMediaStreamDestination();
    tone.connect(out);
    tone.start();
    const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 180 });
    const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
    setInterval(() => {
      pen.fillStyle = `hsl(${performance.now() % 360} 80% 50%)`;
      pen.fillRect(0, 0, 320, 180);
    }, 50);
    const [voice] = out.stream.getAudioTracks();
    const [picture] = canvas.captureStream(20).getVideoTracks();
    await room.localParticipant.publishTrack(voice as MediaStreamTrack, {
      red,
      dtx: false,
      source: Track.Source.Microphone,
    });
    await room.localParticipant.publishTrack(picture as MediaStreamTrack, { source: Track.Source.Camera });
  }
  return took;
}

Object.assign(window, { hg, own, rooms, join, instrumentRoom, Room });
