// @ts-check
/** Names of the sessions that the fixture knows. */
export const SESSIONS = Array.from({ length: 12 }, (_, index) =>
  (0x5eed_1000_0000 + (index + 3) * 0x1d87_2b41).toString(16),
);
