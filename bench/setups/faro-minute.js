/** Faro without instrumentations of its own, for the reference minute: what is pushed at once goes out in one request. */
import { initializeFaro } from "@grafana/faro-web-sdk";

const { api } = initializeFaro({
  url: `${location.origin}/collect/faro`,
  app: { name: "interpreter", version: "4.2.0", environment: "production" },
  instrumentations: [],
  batching: { enabled: true, itemLimit: 10_000, sendTimeout: 20 },
});

/** The two ways in which an app could hand over an item. */
globalThis.push = {
  events({ kind, page_time: timestampOverwriteMs, attributes, fields }) {
    const texts = Object.entries({ ...attributes, ...fields }).map(([name, value]) => [name, String(value)]);
    const options = { skipDedupe: true, timestampOverwriteMs };
    api.pushEvent(kind, Object.fromEntries(texts), undefined, options);
  },
  measurements({ kind: type, page_time: timestampOverwriteMs, attributes: context, fields: values }) {
    api.pushMeasurement({ type, values }, { skipDedupe: true, context, timestampOverwriteMs });
  },
};
