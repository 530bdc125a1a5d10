import { Kind, MEDIA, MediaRequestField, OUTCOME } from "./catalog";
import { guarded, item, note } from "./observations";
import { now } from "./time";

/** Wraps the constructor: `instanceof` and static members stay as they are. */
export function watchConnections(): void {
  const native = globalThis.RTCPeerConnection;
  if (!native) return;
  globalThis.RTCPeerConnection = new Proxy(native, {
    construct(target, given, newTarget) {
      const created = now();
      const connection: RTCPeerConnection = Reflect.construct(target, given, newTarget);
      guarded(() => {
        const told = (what: string, at = now()) => note("connection", connection, what, at);
        told("", created);
        for (const state of ["signalingState", "iceConnectionState", "connectionState"] as const) {
          connection.addEventListener(`${state.toLowerCase()}change`, () => told(state + connection[state]));
        }
        connection.addEventListener("track", ({ track }) => told(track.id));
      });
      return connection;
    },
  });
}

/** Watches requests for a camera, a microphone, a screen. The app's promise settles as the browser's own does. */
export function watchMedia(): void {
  const devices = globalThis.MediaDevices?.prototype;
  for (const name of ["getUserMedia", "getDisplayMedia"] as const) {
    if (!devices?.[name]) continue;
    devices[name] = new Proxy(devices[name], {
      apply(target, self, given: [MediaStreamConstraints?]) {
        const start = now();
        const answer: Promise<MediaStream> | undefined = Reflect.apply(target, self, given);
        if (!answer?.then) return answer;
        const end = (outcome: unknown) =>
          guarded(() => {
            const asked = (["audio", "video"] as const).filter((kind) => given[0]?.[kind]).join("+");
            const media = name === "getUserMedia" ? asked : "display";
            const known: [number, unknown][] = [
              [MEDIA, media],
              [OUTCOME, outcome],
            ];
            item(Kind.MediaRequest, start, [MediaRequestField.duration, now() - start], known);
          });
        return answer.then(
          (stream) => {
            end("ok");
            return stream;
          },
          (fault) => {
            end(fault?.name);
            throw fault;
          },
        );
      },
    });
  }
}
