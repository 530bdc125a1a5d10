/** An app as its users get it: bundled and minified, with a version, and with a mistake. */
import { init } from "@honeyguide/browser";
import { Line } from "./line";

const query = new URLSearchParams(location.search);
const hg = init({
  endpoint: query.get("endpoint") ?? "",
  key: "pub_local",
  app: { name: "shop", version: query.get("version") ?? "1.0.0" },
  batchInterval: 500,
});

const button = document.createElement("button");
button.textContent = "Fail";
button.addEventListener("click", function onFail() {
  new Line().update("");
});
document.body.append(button);
Object.assign(window, { hg });
