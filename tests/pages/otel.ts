/** An app instrumented for OpenTelemetry, with packages that know nothing of Honeyguide: `?endpoint=…&api=…`. */
import { init } from "@honeyguide/browser";
import { register } from "@honeyguide/browser/otel";
import * as api from "@opentelemetry/api";
import { registerInstrumentations } from "@opentelemetry/instrumentation";
import { DocumentLoadInstrumentation } from "@opentelemetry/instrumentation-document-load";
import { FetchInstrumentation } from "@opentelemetry/instrumentation-fetch";

const query = new URLSearchParams(location.search);
const hg = init({
  endpoint: query.get("endpoint") ?? "",
  key: "pub_local",
  app: { name: "instrumented" },
  batchInterval: 500,
});
const providers = register(hg, { readEvery: 200 });
registerInstrumentations({
  instrumentations: [
    new DocumentLoadInstrumentation(),
    new FetchInstrumentation({
      ignoreUrls: [/\/v1\//],
      propagateTraceHeaderCorsUrls: [new RegExp(`^${query.get("api")}/`)],
    }),
  ],
});

Object.assign(window, { hg, otel: api, providers });
