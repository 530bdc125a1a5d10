// @ts-check

/** Numbers from 0 to 1 that are the same each time, so that two pictures can be compared. */
export function random(seed = 1) {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
