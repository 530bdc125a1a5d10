import { type Media, speakerMedia } from "./media";
import { sentences } from "./script";

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
  /** The speaker begins a sentence: a translation is requested for it. */
  requested(segment: string): void;
  caption(message: CaptionMessage): void;
  picture(stream: MediaStream): void;
}

/** Two connections in one page: the speaker's and the viewer's. */
export class Call {
  private readonly speaker = new RTCPeerConnection();
  private readonly viewer = new RTCPeerConnection();
  private readonly channel = this.speaker.createDataChannel("captions");
  private readonly media: Media = speakerMedia();
  private hungUp = false;

  /** Connects both sides; resolves when captions can flow. */
  async connect(viewer: Viewer): Promise<void> {
    this.viewer.ontrack = ({ streams: [stream] }) => stream && viewer.picture(stream);
    this.viewer.ondatachannel = ({ channel }) => {
      channel.onmessage = ({ data }) => viewer.caption(JSON.parse(data));
    };
    for (const [from, to] of [
      [this.speaker, this.viewer],
      [this.viewer, this.speaker],
    ] as const) {
      from.onicecandidate = ({ candidate }) => candidate && to.addIceCandidate(candidate);
    }
    for (const track of this.media.stream.getTracks()) this.speaker.addTrack(track, this.media.stream);
    await this.speaker.setLocalDescription();
    await this.viewer.setRemoteDescription(this.speaker.localDescription as RTCSessionDescription);
    await this.viewer.setLocalDescription();
    await this.speaker.setRemoteDescription(this.viewer.localDescription as RTCSessionDescription);
    await new Promise((resolve) => {
      this.channel.onopen = resolve;
    });
    void this.speak(viewer);
  }

  hangUp(): void {
    this.hungUp = true;
    this.media.stop();
    this.speaker.close();
    this.viewer.close();
  }

  /** Plays the script: a revision about every 300 ms, each 20 to 80 ms on its way before the data channel takes it. */
  private async speak(viewer: Viewer): Promise<void> {
    let number = 0;
    for (const { language, revisions } of sentences()) {
      const segment = `sentence-${++number}`;
      viewer.requested(segment);
      for (const [index, text] of revisions.entries()) {
        await pause(250 + Math.random() * 100);
        if (this.hungUp) return;
        const message: CaptionMessage = {
          segment,
          language,
          text,
          emittedAt: performance.timeOrigin + performance.now(),
          final: index === revisions.length - 1,
        };
        await pause(20 + Math.random() * 60);
        if (this.channel.readyState === "open") this.channel.send(JSON.stringify(message));
      }
      await pause(400);
    }
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
