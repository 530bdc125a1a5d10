/** As in Sentry's documentation of the browser SDK with tracing; the tunnel leads to the bench. */
import * as Sentry from "@sentry/browser";

Sentry.init({
  dsn: "https://public@o0.ingest.sentry.io/1",
  tunnel: "/collect/sentry",
  release: "interpreter@4.2.0",
  environment: "production",
  integrations: [Sentry.browserTracingIntegration()],
  tracesSampleRate: 1,
});
