/** As in Faro's quick start. */
import { getWebInstrumentations, initializeFaro } from "@grafana/faro-web-sdk";

initializeFaro({
  url: `${location.origin}/collect/faro`,
  app: { name: "interpreter", version: "4.2.0", environment: "production" },
  instrumentations: [...getWebInstrumentations()],
});
