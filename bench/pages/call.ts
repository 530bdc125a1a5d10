/** A call within one page, two sounds and two pictures, sent and received: eight tracks, captioned ten times a second: the same with an SDK and without. */
import type { Honeyguide } from "@honeyguide/browser";
import { lines } from "./lines";

const TRACKS = 2;
const UPDATE = 100;

function media(): MediaStreamTrack[] {
  const audio = new AudioContext();
  const hum = new OscillatorNode(audio, { type: "sawtooth", frequency: 140 });
  const out = audio.createMediaStreamDestination();
  hum.connect(out);
  hum.start();
  const canvas = document.createElement("canvas");
  canvas.width = 160;
  canvas.height = 120;
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  let frame = 0;
  // Small and slow pictures: the page's own work is not what is measured.
  setInterval(() => {
    context.fillStyle = `hsl(${frame++ % 360} 50% 50%)`;
    context.fillRect(frame % 160, 0, 8, 120);
  }, 200);
  const sources = [...out.stream.getTracks(), ...canvas.captureStream(5).getTracks()];
  return sources.flatMap((track) => Array.from({ length: TRACKS }, () => track.clone()));
}

async function connect(): Promise<void> {
  const [speaker, viewer] = [new RTCPeerConnection(), new RTCPeerConnection()];
  speaker.onicecandidate = ({ candidate }) => candidate && viewer.addIceCandidate(candidate);
  viewer.onicecandidate = ({ candidate }) => candidate && speaker.addIceCandidate(candidate);
  viewer.ontrack = ({ track }) => {
    const element = document.createElement(track.kind === "video" ? "video" : "audio");
    element.autoplay = true;
    element.muted = track.kind === "video";
    if (element instanceof HTMLVideoElement) element.width = 80;
    element.srcObject = new MediaStream([track]);
    document.getElementById("media")?.append(element);
  };
  for (const track of media()) speaker.addTrack(track, new MediaStream([track]));
  await speaker.setLocalDescription();
  await viewer.setRemoteDescription(speaker.localDescription as RTCSessionDescription);
  await viewer.setLocalDescription();
  await speaker.setRemoteDescription(viewer.localDescription as RTCSessionDescription);
  await new Promise<void>((resolve) => {
    viewer.onconnectionstatechange = () => viewer.connectionState === "connected" && resolve();
  });
}

const { hg } = globalThis as { hg?: Honeyguide };
const update = lines(hg, document.getElementById("captions") as HTMLElement);
const ready = connect().then(() => setInterval(update, UPDATE));
Object.assign(window, { ready });
