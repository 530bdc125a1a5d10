// @ts-check
// Makes a screenshot's PNG small: at most 256 colours, one byte a pixel (PNG, third edition, W3C 2025).
import { deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");
/** Bytes of a pixel in what comes in: red, green, blue. */
const DEEP = 3;
const MOST_COLOURS = 256;

/** The same picture with its most frequent colours; the others become the nearest of these. @param {Buffer} png */
export function withPalette(png) {
  const { width, height, pixels } = decode(png);
  /** @type {Map<number, number>} */
  const counts = new Map();
  const colours = new Uint32Array(width * height);
  for (let pixel = 0; pixel < colours.length; pixel++) {
    const colour = pixels.readUIntBE(pixel * DEEP, DEEP);
    colours[pixel] = colour;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const frequent = [...counts].sort(([, one], [, other]) => other - one).map(([colour]) => colour);
  const palette = frequent.slice(0, MOST_COLOURS);
  const places = new Map(frequent.map((colour) => [colour, nearest(palette, colour)]));
  const rows = Buffer.alloc((width + 1) * height);
  for (let pixel = 0; pixel < colours.length; pixel++) {
    rows[pixel + 1 + Math.floor(pixel / width)] = places.get(colours[pixel] ?? 0) ?? 0;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a pixel, with a palette.
  header.set([8, 3, 0, 0, 0], 8);
  const table = Buffer.alloc(palette.length * DEEP);
  for (const [place, colour] of palette.entries()) table.writeUIntBE(colour, place * DEEP, DEEP);
  const data = deflateSync(rows, { level: 9 });
  const chunks = [chunk("IHDR", header), chunk("PLTE", table), chunk("IDAT", data)];
  return Buffer.concat([SIGNATURE, ...chunks, chunk("IEND", Buffer.alloc(0))]);
}

/** @param {number[]} palette @param {number} colour */
function nearest(palette, colour) {
  const parts = (/** @type {number} */ of) => [of >> 16, (of >> 8) & 255, of & 255];
  const wanted = parts(colour);
  const distance = (/** @type {number} */ of) =>
    parts(of).reduce((sum, part, index) => sum + (part - (wanted[index] ?? 0)) ** 2, 0);
  let best = 0;
  for (let place = 1; place < palette.length; place++) {
    if (distance(palette[place] ?? 0) < distance(palette[best] ?? 0)) best = place;
  }
  return best;
}

/** Undoes the filters of an RGB picture. @param {Buffer} png */
function decode(png) {
  const parts = [];
  let [width, height] = [0, 0];
  for (let at = SIGNATURE.length; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const name = png.toString("latin1", at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + png.readUInt32BE(at));
    if (name === "IDAT") parts.push(data);
    if (name !== "IHDR") continue;
    [width, height] = [data.readUInt32BE(0), data.readUInt32BE(4)];
    if (data[8] !== 8 || data[9] !== 2) throw new Error("not a PNG of eight bits in red, green and blue");
  }
  const filtered = inflateSync(Buffer.concat(parts));
  const stride = width * DEEP;
  const pixels = Buffer.alloc(stride * height);
  for (let row = 0; row < height; row++) {
    const filter = filtered[row * (stride + 1)];
    for (let byte = 0; byte < stride; byte++) {
      const left = byte < DEEP ? 0 : (pixels[row * stride + byte - DEEP] ?? 0);
      const above = row === 0 ? 0 : (pixels[(row - 1) * stride + byte] ?? 0);
      const corner = row === 0 || byte < DEEP ? 0 : (pixels[(row - 1) * stride + byte - DEEP] ?? 0);
      const predicted = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter ?? 0] ?? 0;
      pixels[row * stride + byte] = (filtered[row * (stride + 1) + 1 + byte] ?? 0) + predicted;
    }
  }
  return { width, height, pixels };
}

/** @param {number} left @param {number} above @param {number} corner */
function paeth(left, above, corner) {
  const estimate = left + above - corner;
  const [toLeft, toAbove, toCorner] = [left, above, corner].map((value) => Math.abs(estimate - value));
  if (Number(toLeft) <= Number(toAbove) && Number(toLeft) <= Number(toCorner)) return left;
  return Number(toAbove) <= Number(toCorner) ? above : corner;
}

/** @param {string} name @param {Buffer} data */
function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(checksum(body), body.length + 4);
  return whole;
}

/** CRC-32. @param {Buffer} bytes */
function checksum(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}
