// @ts-check
/**
 * The network between everybody and the LiveKit server: the server tells its clients the address of this relay, and has itself the same
 * port of another one. What is lost here is really lost: getStats, NACKs and reconnections are those of a bad network.
 */
import { createSocket } from "node:dgram";
import { once } from "node:events";

/** @param {number} port of the server's media */
export async function openRelay(port) {
  const front = createSocket("udp4");
  front.bind(port, "127.0.0.2");
  await once(front, "listening");
  /** Sockets towards the server, by client. @type {Map<string, import("node:dgram").Socket>} */
  const backs = new Map();
  const network = {
    /** Share of the packets from the server that are lost. */
    loss: 0,
    /** Nothing passes, in neither direction. */
    cut: false,
  };
  // Always the same packets, so that a test that fails does so again.
  let state = 1;
  const lost = () => {
    state = (state * 48271) % 2147483647;
    return network.cut || state / 2147483647 < network.loss;
  };
  front.on("message", (packet, { address, port: from }) => {
    const key = `${address}:${from}`;
    let back = backs.get(key);
    if (!back) {
      back = createSocket("udp4");
      backs.set(key, back);
      back.on("message", (answer) => lost() || front.send(answer, from, address));
    }
    if (!network.cut) back.send(packet, port, "127.0.0.1");
  });
  return {
    network,
    close() {
      front.close();
      for (const back of backs.values()) back.close();
    },
  };
}
