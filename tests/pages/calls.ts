/** Calls of a page with itself, for the figures of WebRTC. */
import { init } from "@honeyguide/browser";
import * as heard from "../../npm/src/lazy/heard";

const now = () => performance.timeOrigin + performance.now();
const debug = location.search === "?overlay" || "console";
const hg = init({ key: "pub_local", app: { name: "calls" }, batchInterval: 500, debug });
const context = new AudioContext();

/** A tone, as loud as said; 0 is silence. */
function tone(volume = 0.3): { track: MediaStreamTrack; gain: GainNode } {
  const oscillator = new OscillatorNode(context, { frequency: 300 });
  const gain = new GainNode(context, { gain: volume });
  const out = context.createMediaStreamDestination();
  oscillator.connect(gain).connect(out);
  oscillator.start();
  return { track: out.stream.getAudioTracks()[0] as MediaStreamTrack, gain };
}

/** A picture that changes 20 times a second until it is told to stand still. */
function picture(width = 320, height = 240): { track: MediaStreamTrack; still: boolean } {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const paint = canvas.getContext("2d") as CanvasRenderingContext2D;
  const made = { track: canvas.captureStream(20).getVideoTracks()[0] as MediaStreamTrack, still: false };
  let turn = 0;
  setInterval(() => {
    if (made.still) return;
    turn++;
    for (let y = 0; y < height; y += 20) {
      paint.fillStyle = `hsl(${(turn * 13 + y * 7) % 360} 80% 50%)`;
      paint.fillRect(0, y, width, 20);
    }
  }, 50);
  return made;
}

/** Two ends of a call in this page, their candidates exchanged. */
function pair(): { one: RTCPeerConnection; other: RTCPeerConnection; made: number } {
  const made = now();
  const [one, other] = [new RTCPeerConnection(), new RTCPeerConnection()];
  one.onicecandidate = ({ candidate }) => candidate && void other.addIceCandidate(candidate);
  other.onicecandidate = ({ candidate }) => candidate && void one.addIceCandidate(candidate);
  return { one, other, made };
}

/** Offer and answer; `change` may rewrite the answer. */
async function negotiate(
  one: RTCPeerConnection,
  other: RTCPeerConnection,
  change = (sdp: string) => sdp,
): Promise<void> {
  await one.setLocalDescription();
  await other.setRemoteDescription(one.localDescription as RTCSessionDescription);
  await other.setLocalDescription();
  const { sdp = "" } = other.localDescription as RTCSessionDescription;
  await one.setRemoteDescription({ type: "answer", sdp: change(sdp) });
}

async function connected(...ends: RTCPeerConnection[]): Promise<number> {
  const each = ends.map(
    (end) =>
      new Promise<void>((resolve) => {
        const check = () => end.connectionState === "connected" && resolve();
        end.addEventListener("connectionstatechange", check);
        check();
      }),
  );
  await Promise.all(each);
  return now();
}

/** Plays what an end receives. Gives when each track was first heard or seen. */
function play(end: RTCPeerConnection): Record<string, number> {
  const first: Record<string, number> = {};
  end.addEventListener("track", ({ track }) => {
    const element = document.createElement(track.kind === "video" ? "video" : "audio");
    Object.assign(element, { muted: track.kind === "video", srcObject: new MediaStream([track]) });
    document.getElementById("videos")?.append(element);
    void element.play();
    if (element instanceof HTMLVideoElement) {
      element.requestVideoFrameCallback(() => {
        first.video ??= now();
      });
    }
  });
  return first;
}

Object.assign(window, { hg, heard, context, tone, picture, pair, negotiate, connected, play, now });
