/** As in Faro's quick start with tracing. */
import { getWebInstrumentations, initializeFaro } from "@grafana/faro-web-sdk";
import { TracingInstrumentation } from "@grafana/faro-web-tracing";

initializeFaro({
  url: `${location.origin}/collect/faro`,
  app: { name: "interpreter", version: "4.2.0", environment: "production" },
  instrumentations: [...getWebInstrumentations(), new TracingInstrumentation()],
});
