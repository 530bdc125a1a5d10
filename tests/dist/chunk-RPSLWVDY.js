// npm/dist/chunk-67QODGCS.js
var o;
var t = [];
function c(n, ...e) {
  let i = () => o?.[n](...e);
  o ? d(i) : t.push(i) > 2e3 && t.shift();
}
function p(n) {
  o = n;
  for (let e of t) d(e);
  t = [];
}
function d(n) {
  try {
    n();
  } catch (e) {
    s(e);
  }
}
var a = false;
function l(n) {
  a = n;
}
var r = /* @__PURE__ */ new Set();
function s(n) {
  let e = `honeyguide: ${n}`;
  a && !r.has(e) && (r.add(e), console.warn(e));
}
var u = () => performance.timeOrigin + performance.now();

export {
  c,
  p,
  d,
  l,
  s,
  u
};
