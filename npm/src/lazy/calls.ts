import { Kind, OUTCOME, PATH_TYPE, WebrtcConnectionField } from "../catalog";
import { now } from "./core";
import { askFrames } from "./frames";
import { type Hearing, hear } from "./heard";
import { type Call, entriesOf, Stats } from "./stats";

/** Milliseconds between polls of getStats, less half a beat: in a call, and hidden or idle. */
const POLL = 1500;
const POLL_IDLE = 9500;

/** Connections from their making to their end, and polls of their tracks. */
export class Calls extends Stats {
  _hearing: Hearing = { speaking: false, lag: NaN };
  #calls: Call[] = [];
  #made = 0;
  #polledAt = 0;
  #visible = false;

  /** A connection was made (""), reached a state (its name and value), or got a track (its id), at a time. */
  told(connection: RTCPeerConnection, what: string, at: number): void {
    const call = this.#calls.find((call) => call.connection === connection);
    if (!what) {
      const number = ++this.#made;
      this.#calls.push({ number, connection, _reached: { "": at }, _reconnects: 0, _ids: new Map() });
    }
    // One that is closed says no more.
    if (!call) return;
    call._reached[what] ??= at;
    if (what === "connectionStateconnected") {
      if (call._lostAt) {
        call._reconnects++;
        this._event(call, "recovered", at, [], at - call._lostAt);
        call._lostAt = undefined;
      }
      this.#settle(call, "connected", at);
    } else if (/^connectionState[df]/.test(what)) {
      if (!call._lostAt && call._reached.connectionStateconnected) {
        call._lostAt = at;
        this._event(call, "interrupted", at);
      }
      if (what === "connectionStatefailed") this.#settle(call, "failed", at);
    }
  }

  /** Once a second. Polls every connection that was connected once, through a blackout too; the closed ones are let go. */
  async beat(visible: boolean): Promise<void> {
    // A page that was hidden until now has shown no frame yet.
    const watched = visible && this.#visible;
    this.#visible = visible;
    const closed = ({ connection }: Call) => connection.connectionState === "closed";
    for (const call of this.#calls.filter(closed)) this.#giveUp(call);
    this.#calls = this.#calls.filter((call) => !closed(call));
    const connected = this.#calls.filter(({ _reached }) => _reached.connectionStateconnected);
    const time = performance.now();
    const every = visible && connected.some(carries) ? POLL : POLL_IDLE;
    if (connected.length > 0 && time - this.#polledAt < every) {
      if (visible) askFrames();
      return;
    }
    this.#polledAt = connected.length && time;
    const read = (call: Call) => this._read(call, watched).catch(() => []);
    this._hearing = hear((await Promise.all(connected.map(read))).flat());
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
    if (call._settled) return;
    call._settled = true;
    const reached = call._reached;
    const createdAt = reached[""] ?? at;
    const cells: number[] = [WebrtcConnectionField.connection, call.number];
    const record = (path?: string) =>
      this._attributes.item(Kind.WebrtcConnection, at, cells, [
        [OUTCOME, outcome],
        [PATH_TYPE, path],
      ]);
    if (outcome !== "connected") {
      record();
      return;
    }
    const described = reached.signalingStatestable ?? NaN;
    // The two events of the last step come in either order.
    const found = Math.min(
      reached.iceConnectionStateconnected ?? reached.iceConnectionStatecompleted ?? at,
      at,
    );
    cells.push(WebrtcConnectionField.setup, at - createdAt);
    cells.push(WebrtcConnectionField.signalling, described - createdAt);
    cells.push(WebrtcConnectionField.ice, found - described, WebrtcConnectionField.dtls, at - found);
    // The kind of path is known only to getStats.
    void entriesOf(call.connection).then((entries) => record(this._path(call, entries)));
  }
}

/** Whether anything is sent or received. */
function carries({ connection }: Call): boolean {
  const ends = [...connection.getReceivers(), ...connection.getSenders()];
  return ends.some(({ track }) => track?.readyState === "live");
}
