/** As in Datadog's documentation of RUM, without session replay; the proxy is the bench. */
import { datadogRum } from "@datadog/browser-rum";

datadogRum.init({
  applicationId: "00000000-0000-0000-0000-000000000000",
  clientToken: "pub0",
  site: "datadoghq.com",
  proxy: `${location.origin}/collect/datadog`,
  service: "interpreter",
  env: "production",
  version: "4.2.0",
  sessionSampleRate: 100,
  sessionReplaySampleRate: 0,
  trackResources: true,
  trackLongTasks: true,
  trackUserInteractions: true,
});
