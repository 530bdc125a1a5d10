// As a page without any tool is written.
const query = new URLSearchParams(location.search);
window.hg = window.honeyguide.init({
  endpoint: query.get("endpoint"),
  key: "pub_local",
  app: { name: query.get("app") },
  wasm: query.has("wasm") ? "package/honeyguide.wasm" : undefined,
});
window.hg.counter("arrivals").add(1);
