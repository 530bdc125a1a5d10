/** The network between the two connections: a relay of the demo's server that delays and loses packets. */

const CALLS = "/demo/control/calls";

export interface Conditions {
  /** Added one way, milliseconds. */
  delay: number;
  /** Packets of a hundred. */
  loss: number;
  /** Nothing passes for so long from now, milliseconds. */
  blackout?: number;
}

/** A good network is not a wire: so much delay each way is always there, milliseconds. */
const DISTANCE = 5;

interface Opened {
  id: number;
  speaker_port: number;
  viewer_port: number;
}

/** The relay of one call. */
export class Network {
  private last: Promise<unknown> = Promise.resolve();
  private closed = false;

  private constructor(private readonly opened: Opened) {}

  /** Opens a relay; nothing where the server has none to give (no demo server, or too many calls). */
  static async open(conditions: Conditions): Promise<Network | undefined> {
    const response = await send("POST", CALLS, conditions).catch(() => undefined);
    return response?.ok ? new Network(await response.json()) : undefined;
  }

  /** The only way to the viewer that the speaker is told of, and the other way round. */
  get candidates(): { forSpeaker: RTCIceCandidateInit; forViewer: RTCIceCandidateInit } {
    return { forSpeaker: candidate(this.opened.speaker_port), forViewer: candidate(this.opened.viewer_port) };
  }

  /** From now on; changes arrive in the order in which they were made. */
  change(conditions: Conditions): void {
    this.send(() => (this.closed ? undefined : send("PUT", this.path, conditions)));
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.send(() => fetch(this.path, { method: "DELETE", keepalive: true }));
  }

  private send(next: () => Promise<Response> | undefined): void {
    this.last = this.last.then(next).catch(() => undefined);
  }

  private get path(): string {
    return `${CALLS}/${this.opened.id}`;
  }
}

function send(method: string, path: string, { delay, loss, blackout = 0 }: Conditions): Promise<Response> {
  const way = {
    delay_ms: DISTANCE + delay,
    jitter_ms: Math.round(delay / 10),
    loss_percent: loss,
    blackout_ms: blackout,
  };
  const headers = { "content-type": "application/json" };
  return fetch(path, { method, headers, body: JSON.stringify({ to_viewer: way, to_speaker: way }) });
}

/** A host candidate (RFC 8839, section 5.1). All tracks share the first one's transport. */
const candidate = (port: number): RTCIceCandidateInit => ({
  candidate: `candidate:1 1 udp 2122260223 127.0.0.1 ${port} typ host`,
  sdpMLineIndex: 0,
});
