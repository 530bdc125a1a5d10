import { type Media, speakerMedia } from "./media";
import type { Network } from "./network";
import { revision, revisions, sentences } from "./script";
import { settings } from "./settings";

/** One caption message, as the app's own server would send it. */
export interface CaptionMessage {
  segment: string;
  language: string;
  text: string;
  /** The server's clock, milliseconds since the Unix epoch. */
  emittedAt: number;
  final: boolean;
}

/** What the viewer's side of the app does with what arrives. */
export interface Viewer {
  caption(message: CaptionMessage): void;
  picture(stream: MediaStream): void;
}

/** How a call got through: through the relay, or without it because the browser would not use it. */
export type Path = "relay" | "direct";

/** A browser that can use the relay has connected by then, milliseconds. */
const PATIENCE = 3000;

/** Two connections in one page: the speaker's and the viewer's. */
export class Call {
  private readonly speaker = new RTCPeerConnection();
  private readonly viewer = new RTCPeerConnection();
  private readonly channel = this.speaker.createDataChannel("captions");
  private readonly media: Media = speakerMedia();
  private hungUp = false;
  private path: Path;

  /** Without a network the two find each other directly. `blackout` (milliseconds) is how long it lets nothing pass. */
  constructor(
    private network: Network | undefined,
    private readonly blackout = 0,
  ) {
    this.path = network ? "relay" : "direct";
  }

  /** Connects both sides; resolves when captions can flow. */
  async connect(viewer: Viewer): Promise<Path> {
    this.viewer.ontrack = ({ streams: [stream] }) => stream && viewer.picture(stream);
    this.viewer.ondatachannel = ({ channel }) => {
      channel.onmessage = ({ data }) => viewer.caption(JSON.parse(data));
    };
    const opened = new Promise((resolve) => {
      this.channel.onopen = resolve;
    });
    for (const track of this.media.stream.getTracks()) this.speaker.addTrack(track, this.media.stream);
    const goDirect = this.keepCandidates();
    await this.signal();
    if (this.network) {
      const { forSpeaker, forViewer } = this.network.candidates;
      await Promise.all([this.speaker.addIceCandidate(forSpeaker), this.viewer.addIceCandidate(forViewer)]);
      await Promise.race([opened, pause(PATIENCE + this.blackout)]);
    }
    if (this.channel.readyState !== "open" && !this.hungUp) {
      this.path = "direct";
      this.network?.close();
      this.network = undefined;
      goDirect();
    }
    await opened;
    void this.speak();
    return this.path;
  }

  hangUp(): void {
    this.hungUp = true;
    this.media.stop();
    this.speaker.close();
    this.viewer.close();
    this.network?.close();
  }

  /** Each side's own candidates are kept from the other, until the function returned is called. */
  private keepCandidates(): () => void {
    const kept: (() => void)[] = [];
    let direct = this.path === "direct";
    for (const [from, to] of [
      [this.speaker, this.viewer],
      [this.viewer, this.speaker],
    ] as const) {
      from.onicecandidate = ({ candidate }) => {
        const tell = () => candidate && void to.addIceCandidate(candidate).catch(() => undefined);
        if (direct) tell();
        else kept.push(tell);
      };
    }
    return () => {
      direct = true;
      for (const tell of kept) tell();
    };
  }

  private async signal(): Promise<void> {
    await this.speaker.setLocalDescription();
    await this.viewer.setRemoteDescription(withoutCandidates(this.speaker.localDescription));
    await this.viewer.setLocalDescription();
    await this.speaker.setRemoteDescription(withoutCandidates(this.viewer.localDescription));
  }

  /** Plays the script: a revision about every 300 ms, each 20 to 80 ms on its way before the data channel takes it. */
  private async speak(): Promise<void> {
    let number = 0;
    for (const { language, text } of sentences()) {
      const segment = `sentence-${++number}`;
      const last = revisions(text);
      for (let words = 1; words <= last; words++) {
        await pause(250 + Math.random() * 100);
        if (this.hungUp) return;
        const message: CaptionMessage = {
          segment,
          language,
          text: revision(text, words, settings().nervous),
          emittedAt: performance.timeOrigin + performance.now(),
          final: words === last,
        };
        await pause(20 + Math.random() * 60);
        if (this.channel.readyState === "open") this.channel.send(JSON.stringify(message));
      }
      await pause(400);
    }
  }
}

function withoutCandidates(description: RTCSessionDescription | null): RTCSessionDescriptionInit {
  const { type, sdp } = description as RTCSessionDescription;
  return { type, sdp: sdp.replace(/^a=(candidate|end-of-candidates).*\r\n/gm, "") };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
