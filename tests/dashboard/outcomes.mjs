// @ts-check

const ITEMS = {
  captured: 0,
  dropped_in_page: {},
  journalled: 0,
  rejected: {},
  in_pages: 0,
  uncounted: 0,
  lost_with_page: 0,
};
const NOTHING = { delivered: 0, waiting: 0, dropped: {}, passed_over: 0 };
const QUIET = { accepted: 0, repeated: 0, repeated_items: 0, refused: {}, internal: 0 };

/** `/api/v1/outcomes`, whose books balance. @param {import("./fixture.mjs").Kind} kind */
export function outcomes(kind) {
  if (kind === "empty")
    return { requests: QUIET, items: ITEMS, destinations: { evaluator: NOTHING, metrics: NOTHING } };
  if (kind === "healthy") {
    return {
      requests: { ...QUIET, accepted: 4211 },
      items: { ...ITEMS, captured: 148_377, journalled: 148_301, in_pages: 76 },
      destinations: {
        evaluator: { ...NOTHING, delivered: 148_301 },
        export: { ...NOTHING, delivered: 31_204, passed_over: 117_097 },
        metrics: { ...NOTHING, delivered: 148_301 },
      },
    };
  }
  return {
    requests: {
      accepted: 4187,
      repeated: 61,
      repeated_items: 2110,
      refused: { rate_limited: 212, foreign_origin: 14, checksum_mismatch: 3 },
      internal: 0,
    },
    items: {
      ...ITEMS,
      captured: 148_377,
      dropped_in_page: { outbox_full: 2204, retries_exhausted: 180 },
      journalled: 145_412,
      rejected: { implausible_time: 12, negative: 3 },
      in_pages: 340,
      lost_with_page: 226,
    },
    destinations: {
      evaluator: { ...NOTHING, delivered: 145_412 },
      export: {
        delivered: 30_111,
        waiting: 1204,
        dropped: { destination_refused: 44 },
        passed_over: 114_053,
      },
      metrics: { ...NOTHING, delivered: 145_410, waiting: 2 },
    },
  };
}
