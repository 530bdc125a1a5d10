// @ts-check

/** The middle value. */
export function median(/** @type {number[]} */ values) {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  const at = (/** @type {number} */ index) => sorted[index] ?? Number.NaN;
  return Number.isInteger(middle) ? (at(middle - 1) + at(middle)) / 2 : at(Math.floor(middle));
}

/** The median and how far the values are from it, in the median. */
export function spread(/** @type {number[]} */ values) {
  const middle = median(values);
  // One value says nothing about its noise.
  const mad = values.length > 1 ? median(values.map((value) => Math.abs(value - middle))) : Number.NaN;
  return { median: middle, mad };
}

/** Values over a floor: the difference of the medians, and the noise of both. */
export function over(/** @type {number[]} */ values, /** @type {number[]} */ floor) {
  const [above, below] = [spread(values), spread(floor)];
  return { median: above.median - below.median, mad: Math.hypot(above.mad, below.mad) };
}

/** Student's t for a two-sided interval of 95 %, by degrees of freedom. */
const T95 = [
  12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.2, 2.18, 2.16, 2.14, 2.13, 2.12, 2.11, 2.1,
];

/**
 * The slope of a line through points, by least squares, with the half width of its interval of 95 %.
 * @param {{ x: number, y: number }[]} points
 */
export function slope(points) {
  const mean = (/** @type {number[]} */ of) => of.reduce((sum, value) => sum + value, 0) / of.length;
  const [x, y] = [mean(points.map((point) => point.x)), mean(points.map((point) => point.y))];
  const wide = points.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
  const value = points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0) / wide;
  const rest = points.reduce((sum, point) => sum + (point.y - y - value * (point.x - x)) ** 2, 0);
  const freedom = points.length - 2;
  return { value, plus_minus: (T95[freedom - 1] ?? 2.09) * Math.sqrt(rest / freedom / wide) };
}
