/** What an app writes. The pages of the bench find the client in `hg`. */
import { init } from "@honeyguide/browser";

globalThis.hg = init({
  endpoint: location.origin,
  key: "pub_local",
  app: { name: "interpreter", version: "4.2.0", environment: "production" },
});
