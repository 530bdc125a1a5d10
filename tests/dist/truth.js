import {
  c,
  d,
  l,
  s,
  u
} from "./chunk-RPSLWVDY.js";

// npm/dist/index.js
var l2 = [];
function u2(i2) {
  if (l2.push(i2), l2.length > 1) return;
  let e2 = new ResizeObserver(() => {
    e2.disconnect();
    let t2 = l2;
    l2 = [];
    let { port1: n2, port2: r2 } = new MessageChannel();
    n2.onmessage = () => {
      n2.close();
      let a2 = u();
      for (let v2 of t2) v2(a2);
    }, r2.postMessage(0);
  });
  e2.observe(document.documentElement);
}
var N = 5e3;
var b = 0;
var T = document.visibilityState === "hidden" ? Number.POSITIVE_INFINITY : 0;
addEventListener("visibilitychange", () => {
  T = document.visibilityState === "hidden" ? Number.POSITIVE_INFINITY : u();
}, true);
var f = /* @__PURE__ */ new Set();
var c2 = class {
  segment = ++b;
  options;
  pending = [];
  written;
  final = false;
  timer;
  constructor(e2) {
    this.options = e2;
    let { element: t2 } = e2;
    t2 && new MutationObserver(() => this.wrote()).observe(t2, { childList: true, characterData: true, subtree: true });
  }
  update(e2, { emittedAt: t2 = Number.NaN, final: n2 = false } = {}) {
    let r2 = u();
    if (typeof e2 != "string") return s("update() takes the text as a string");
    this.final && (c("closed", { segment: this.segment, options: this.options }), this.segment = ++b, this.written = void 0), this.final = n2;
    let a2 = e2 === this.written;
    this.pending.push({ text: e2, emitted: Number(t2), handled: r2, written: a2 ? r2 : Number.NaN, painted: Number.NaN, final: n2, hidden: false, ended: false }), f.add(this), this.timer ??= setTimeout(() => this.expire(), N), a2 ? u2((v2) => this.painted(v2)) : this.options.element || queueMicrotask(() => this.wrote());
  }
  close() {
    this.end(this.pending, void 0), this.pending = [], c("closed", { segment: this.segment, options: this.options }), this.segment = ++b, this.final = false, this.written = void 0;
  }
  wrote() {
    let e2 = u(), t2 = this.pending.filter((n2) => Number.isNaN(n2.written));
    for (let n2 of t2) n2.written = e2, this.written = n2.text;
    t2.length > 0 && u2((n2) => this.painted(n2));
  }
  painted(e2) {
    let t2 = this.pending.filter((n2) => n2.written <= e2);
    this.pending = this.pending.filter((n2) => !(n2.written <= e2));
    for (let n2 of t2) n2.ended || (n2.painted = e2);
    this.end(t2, t2.at(-1)?.text), t2.at(-1)?.final && c("closed", { segment: this.segment, options: this.options });
  }
  end(e2, t2) {
    let n2 = e2.filter((r2) => !r2.ended);
    for (let r2 of n2) r2.ended = true, r2.hidden = T > r2.handled, r2.hidden && (r2.painted = Number.NaN);
    (n2.length > 0 || t2 !== void 0) && c("captions", { segment: this.segment, options: this.options }, n2, t2), this.pending.length === 0 && (f.delete(this), clearTimeout(this.timer), this.timer = void 0);
  }
  expire() {
    this.timer = void 0;
    let e2 = u() - N;
    this.end(this.pending.filter((t2) => t2.handled <= e2), void 0), this.pending = this.pending.filter((t2, n2, r2) => !t2.ended || n2 === r2.length - 1), this.pending.some((t2) => !t2.ended) && (this.timer = setTimeout(() => this.expire(), 1e3));
  }
  leave() {
    this.end(this.pending, void 0), this.pending = [], f.delete(this);
  }
};
var C = 40;
function E() {
  x(), k(), I(), S();
}
function x() {
  addEventListener("error", ({ error: i2, message: e2 }) => O("error", i2, e2)), addEventListener("unhandledrejection", ({ reason: i2 }) => O("unhandledrejection", i2, String(i2)));
}
function O(i2, e2, t2) {
  d(() => {
    let n2 = e2 instanceof Error ? e2 : void 0, r2 = u();
    c("error", i2, n2?.name ?? "Error", n2?.message ?? t2, n2?.stack ?? "", r2);
  });
}
function k() {
  let i2 = globalThis.RTCPeerConnection;
  i2 && (globalThis.RTCPeerConnection = new Proxy(i2, { construct(e2, t2, n2) {
    let r2 = u(), a2 = Reflect.construct(e2, t2, n2);
    return c("connection", a2, r2), a2;
  } }));
}
function I() {
  d(() => {
    let i2 = new PerformanceObserver((e2) => c("events", e2.getEntries()));
    for (let e2 of ["event", "first-input"]) i2.observe({ type: e2, buffered: true, durationThreshold: C });
    P = () => {
      let e2 = i2.takeRecords();
      e2.length > 0 && c("events", e2);
    };
  });
}
var P = () => {
};
function S() {
  let i2 = (e2) => {
    if (e2) for (let t2 of f) t2.leave();
    P(), c("hidden", e2);
  };
  addEventListener("visibilitychange", () => {
    document.visibilityState === "hidden" ? i2(false) : c("visible");
  }, true), addEventListener("pagehide", () => i2(true), true);
}
var m = class {
  constructor(e2, t2) {
    this.name = e2;
    let n2 = [...crypto.getRandomValues(new Uint32Array(6))];
    this.identifiers = t2 ? [...t2.identifiers.slice(0, 4), ...n2.slice(4), ...t2.identifiers.slice(4, 6)] : n2;
  }
  name;
  start = u();
  attributes = {};
  identifiers;
  failed = false;
  over = false;
  setAttribute(e2, t2) {
    return this.attributes[e2] = t2, this;
  }
  fail() {
    return this.failed = true, this;
  }
  end() {
    if (this.over) return;
    this.over = true;
    let { name: e2, attributes: t2, start: n2, identifiers: r2, failed: a2 } = this;
    c("span", { name: e2, attributes: t2, start: n2, end: u(), identifiers: r2, failed: a2 });
  }
};
var L = 3e4;
var h = class {
  state;
  painting = false;
  over = false;
  timer = setTimeout(() => this.finish(), L);
  constructor(e2) {
    this.state = { options: e2, requested: u(), firstToken: Number.NaN, done: Number.NaN, accuracy: Number.NaN };
  }
  firstToken() {
    this.painting || (this.painting = true, queueMicrotask(() => u2((e2) => {
      this.state.firstToken = e2, Number.isNaN(this.state.done) || this.finish();
    })));
  }
  done({ accuracy: e2 = Number.NaN } = {}) {
    this.state.done = u(), this.state.accuracy = Number(e2), (!this.painting || !Number.isNaN(this.state.firstToken)) && this.finish();
  }
  finish() {
    this.over || (this.over = true, clearTimeout(this.timer), c("translation", this.state));
  }
};
var y = class {
  lazy;
  constructor(e2) {
    this.lazy = A().then(() => import("./lazy-NLFC4XYP-PGKSG6NK.js")).then(({ start: t2 }) => t2(e2)).catch((t2) => {
      s(`measuring could not start: ${t2}`);
    });
  }
  caption(e2) {
    return new c2(e2);
  }
  translation(e2 = {}) {
    return new h(e2);
  }
  span(e2, t2 = {}) {
    return new m(e2, t2.parent);
  }
  async flush() {
    await (await this.lazy)?.flush();
  }
  async shutdown() {
    await (await this.lazy)?.shutdown();
  }
  async counts() {
    return (await this.lazy)?.counts() ?? { captured: 0, delivered: 0, dropped: 0, waiting: 0 };
  }
};
var g;
function te(i2) {
  return l(i2?.debug === true), g ? (s("init() was called twice; the first stays"), g) : (i2?.key || s("init() needs the app's write key: init({ endpoint, key, app })"), d(E), g = new y(i2), g);
}
function A() {
  return new Promise((i2) => {
    "requestIdleCallback" in globalThis ? requestIdleCallback(i2, { timeout: 2e3 }) : setTimeout(i2, 200);
  });
}

// node_modules/web-vitals/dist/web-vitals.js
var t = -1;
var n = () => t;
var e = (n2) => {
  addEventListener("pageshow", (e2) => {
    e2.persisted && (t = e2.timeStamp, n2(e2));
  }, true);
};
var i = (t2, n2, e2, i2) => {
  let o2, s3;
  return (a2) => {
    n2.value >= 0 && (a2 || i2) && (s3 = n2.value - (o2 ?? 0), (s3 || void 0 === o2) && (o2 = n2.value, n2.delta = s3, n2.rating = ((t3, n3) => t3 > n3[1] ? "poor" : t3 > n3[0] ? "needs-improvement" : "good")(n2.value, e2), t2(n2)));
  };
};
var o = (t2) => {
  requestAnimationFrame(() => requestAnimationFrame(() => t2()));
};
var s2 = () => {
  const t2 = performance.getEntriesByType("navigation")[0];
  if (t2 && t2.responseStart > 0 && t2.responseStart < performance.now()) return t2;
};
var a = () => s2()?.activationStart ?? 0;
var r = -1;
var c3 = /* @__PURE__ */ new Set();
var f2 = () => "hidden" !== document.visibilityState || document.prerendering ? 1 / 0 : 0;
var h2 = (t2) => {
  if ("hidden" === document.visibilityState) {
    if ("visibilitychange" === t2.type) for (const t3 of c3) t3();
    isFinite(r) || (r = "visibilitychange" === t2.type ? t2.timeStamp : 0, removeEventListener("prerenderingchange", h2, true));
  }
};
var d2 = (t2 = false) => {
  if (t2 && (r = 1 / 0), r < 0) {
    const t3 = a(), n2 = document.prerendering ? void 0 : globalThis.performance.getEntriesByType("visibility-state").find((n3) => "hidden" === n3.name && n3.startTime >= t3)?.startTime;
    r = n2 ?? f2(), addEventListener("visibilitychange", h2, true), addEventListener("prerenderingchange", h2, true), e(() => {
      setTimeout(() => {
        r = f2();
      });
    });
  }
  return { get firstHiddenTime() {
    return r;
  }, onHidden(t3) {
    c3.add(t3);
  } };
};
var l3 = (t2, e2 = -1, i2, o2 = 0, r2, c4, f3) => {
  const h3 = s2(), d3 = h3?.navigationId || 0;
  let l4 = "navigate";
  i2 ? l4 = i2 : n() >= 0 ? l4 = "back-forward-cache" : h3 && (document.prerendering || a() > 0 ? l4 = "prerender" : document.wasDiscarded ? l4 = "restore" : h3.type && (l4 = h3.type.replace(/_/g, "-")));
  return { name: t2, value: e2, rating: "good", delta: 0, entries: [], id: `v6-${Date.now()}-${Math.floor(8999999999999 * Math.random()) + 1e12}`, navigationType: l4, navigationId: o2 || d3, navigationInteractionId: r2, navigationURL: c4 || h3?.name, navigationStartTime: f3 || 0 };
};
var g2 = /* @__PURE__ */ new WeakMap();
function u3(t2, n2) {
  let e2 = g2.get(n2);
  return e2 || (e2 = /* @__PURE__ */ new WeakMap(), g2.set(n2, e2)), e2.get(t2) || e2.set(t2, new n2()), e2.get(t2);
}
var v = class {
  t;
  i = 0;
  o = [];
  h(t2) {
    if (t2.hadRecentInput) return;
    const n2 = this.o[0], e2 = this.o.at(-1);
    this.i && n2 && e2 && t2.startTime - e2.startTime < 1e3 && t2.startTime - n2.startTime < 5e3 ? (this.i += t2.value, this.o.push(t2)) : (this.i = t2.value, this.o = [t2]), this.t?.(t2);
  }
};
var m2 = (t2, n2, e2 = {}) => {
  try {
    const i2 = t2.filter((t3) => PerformanceObserver.supportedEntryTypes.includes(t3));
    if (i2.length > 0) {
      const t3 = new PerformanceObserver((t4) => {
        queueMicrotask(() => {
          const e3 = t4.getEntries();
          i2.length > 1 && e3.sort((t5, n3) => t5.startTime + t5.duration - (n3.startTime + n3.duration)), n2(e3);
        });
      });
      for (const n3 of i2) t3.observe({ type: n3, buffered: true, ...e2 });
      return t3;
    }
  } catch {
  }
};
var p = (t2) => globalThis.PerformanceObserver?.supportedEntryTypes?.includes("soft-navigation") && "function" == typeof globalThis.PerformanceSoftNavigation?.prototype?.getLargestInteractionContentfulPaint && t2 && t2.reportSoftNavs;
var b2 = (t2, n2) => {
  if (t2.set(n2.navigationId, n2), t2.size > 2) {
    const n3 = t2.keys().next().value;
    void 0 !== n3 && t2.delete(n3);
  }
};
var T2 = (t2) => {
  let n2 = false;
  return () => {
    n2 || (t2(), n2 = true);
  };
};
var y2 = class {
  l;
};
var _ = (t2) => {
  document.prerendering ? addEventListener("prerenderingchange", t2, true) : t2();
};
var E2 = [1800, 3e3];
var M = (t2, s3 = {}) => {
  const r2 = p(s3);
  _(() => {
    const c4 = u3(s3, y2), f3 = d2();
    let h3, g3 = l3("FCP");
    const v2 = m2(["paint"], (t3) => {
      for (const n2 of t3) "first-contentful-paint" === n2.name && (v2.disconnect(), n2.startTime < f3.firstHiddenTime && (g3.value = Math.max(n2.startTime - a(), 0), g3.entries.push(n2), g3.navigationId = n2.navigationId || g3.navigationId, h3(true)));
    });
    if (v2 && (h3 = i(t2, g3, E2, s3.reportAllChanges), e((e2) => {
      g3 = l3("FCP", -1, "back-forward-cache", g3.navigationId, g3.navigationInteractionId, g3.navigationURL, n()), h3 = i(t2, g3, E2, s3.reportAllChanges), o(() => {
        g3.value = performance.now() - e2.timeStamp, h3(true);
      });
    })), r2) {
      m2(["soft-navigation"], (n2) => {
        n2.forEach((n3) => {
          c4.l && n3.navigationId && b2(c4.l, n3);
          const e2 = Math.max((n3.presentationTime || n3.paintTime || 0) - n3.startTime, 0);
          g3 = l3("FCP", e2, "soft-navigation", n3.navigationId, n3.interactionId, n3.name, n3.startTime), h3 = i(t2, g3, E2, s3.reportAllChanges), h3(true);
        });
      }, s3);
    }
  });
};
var L2 = [0.1, 0.25];
var P2 = (t2, s3 = {}) => {
  const a2 = d2();
  M(T2(() => {
    let r2, c4 = l3("CLS", 0);
    const f3 = u3(s3, v), h3 = (n2, e2, o2, a3, h4) => {
      c4 = l3("CLS", 0, n2, e2, o2, a3, h4), f3.i = 0, r2 = i(t2, c4, L2, s3.reportAllChanges);
    }, d3 = (t3 = false) => {
      f3.i > c4.value && (c4.value = f3.i, c4.entries = f3.o), r2(t3);
    }, g3 = (t3) => {
      d3(true), h3("soft-navigation", t3.navigationId, t3.interactionId, t3.name, t3.startTime);
    }, b3 = (t3) => {
      for (const n2 of t3) "soft-navigation" !== n2.entryType ? f3.h(n2) : g3(n2);
      d3();
    }, T3 = ["layout-shift"];
    p(s3) && T3.push("soft-navigation");
    const y3 = m2(T3, b3);
    y3 && (r2 = i(t2, c4, L2, s3.reportAllChanges), a2.onHidden(() => {
      b3(y3.takeRecords()), r2(true);
    }), e(() => {
      h3("back-forward-cache", c4.navigationId, c4.navigationInteractionId, c4.navigationURL, n()), o(r2);
    }), setTimeout(r2));
  }));
};
var w = 0;
var I2 = 1 / 0;
var k2 = 0;
var C2 = (t2) => {
  for (const n2 of t2) n2.interactionId && (I2 = Math.min(I2, n2.interactionId), k2 = Math.max(k2, n2.interactionId), w = k2 ? (k2 - I2) / 7 + 1 : 0);
};
var F;
var N2 = () => F ? w : performance.interactionCount ?? 0;
var B = () => {
  "interactionCount" in performance || F || (F = m2(["event"], C2, { durationThreshold: 0 }));
};
var S2 = class {
  u = 0;
  v = [];
  m = /* @__PURE__ */ new Map();
  p;
  T;
  _() {
    return N2() - this.u;
  }
  M() {
    this.u = N2(), this.v.length = 0, this.m.clear();
  }
  L(t2) {
    const n2 = this._(), e2 = Math.min(this.v.length - 1, Math.floor(n2 / 50));
    return !n2 || -1 !== e2 || "soft-navigation" !== t2 && "back-forward-cache" !== t2 ? this.v[e2] : { P: 8, id: -1, entries: [] };
  }
  h(t2) {
    if (this.p?.(t2), !t2.interactionId) return;
    const n2 = this.v.at(-1);
    let e2 = this.m.get(t2.interactionId);
    if (e2 || this.v.length < 10 || t2.duration > n2.P) {
      if (e2 ? t2.duration > e2.P ? (e2.entries = [t2], e2.P = t2.duration) : t2.duration === e2.P && t2.startTime === e2.entries[0].startTime && e2.entries.push(t2) : (e2 = { id: t2.interactionId, entries: [t2], P: t2.duration }, this.m.set(e2.id, e2), this.v.push(e2)), this.v.sort((t3, n3) => n3.P - t3.P), this.v.length > 10) {
        const t3 = this.v.splice(10);
        for (const n3 of t3) this.m.delete(n3.id);
      }
      this.T?.(e2);
    }
  }
};
var q = (t2) => {
  const n2 = "requestIdleCallback" in globalThis ? 1e3 : 0, e2 = globalThis.requestIdleCallback || setTimeout, i2 = globalThis.cancelIdleCallback || clearTimeout;
  if ("hidden" === document.visibilityState) t2();
  else {
    const o2 = T2(t2);
    let s3 = -1;
    const a2 = () => {
      i2(s3), o2();
    };
    addEventListener("visibilitychange", a2, { once: true, capture: true }), s3 = e2(() => {
      removeEventListener("visibilitychange", a2, { capture: true }), o2();
    }, { timeout: n2 });
  }
};
var A2 = [200, 500];
var x2 = (t2, o2 = {}) => {
  if (!globalThis.PerformanceEventTiming || !("interactionId" in PerformanceEventTiming.prototype)) return;
  const s3 = d2();
  _(() => {
    B();
    let a2, r2 = l3("INP");
    const c4 = u3(o2, S2), f3 = (n2, e2, s4, f4, h4) => {
      c4.M(), r2 = l3("INP", -1, n2, e2, s4, f4, h4), a2 = i(t2, r2, A2, o2.reportAllChanges);
    }, h3 = () => {
      const t3 = c4.L(r2.navigationType);
      t3 && t3.P !== r2.value && (r2.value = t3.P, r2.entries = t3.entries, a2());
    }, d3 = (t3) => {
      h3(), a2(true), f3("soft-navigation", t3.navigationId, t3.interactionId, t3.name, t3.startTime);
    }, g3 = (t3, n2 = false) => {
      q(() => {
        for (const n3 of t3) "soft-navigation" !== n3.entryType ? c4.h(n3) : d3(n3);
        h3(), n2 && a2(true);
      });
    }, v2 = ["event", "first-input"];
    p(o2) && v2.push("soft-navigation");
    const b3 = m2(v2, g3, { ...o2, durationThreshold: o2.durationThreshold ?? 40 });
    a2 = i(t2, r2, A2, o2.reportAllChanges), b3 && (s3.onHidden(() => {
      g3(b3.takeRecords(), true);
    }), e(() => {
      f3("back-forward-cache", r2.navigationId, r2.navigationInteractionId, r2.navigationURL, n());
    }));
  });
};
var H = class {
  p;
  l;
  h(t2) {
    this.p?.(t2);
  }
};
var O2 = [2500, 4e3];
var U = (t2, s3 = {}) => {
  let r2 = false;
  const c4 = p(s3);
  _(() => {
    let f3, h3 = d2(), g3 = l3("LCP");
    const v2 = u3(s3, H), p2 = (n2, e2, o2, a2, c5) => {
      g3 = l3("LCP", -1, n2, e2, o2, a2, c5), f3 = i(t2, g3, O2, s3.reportAllChanges), r2 = false, "soft-navigation" === n2 && (h3 = d2(true));
    }, T3 = (t3) => {
      v2.l && t3.navigationId && b2(v2.l, t3), r2 || f3(true), p2("soft-navigation", t3.navigationId, t3.interactionId, t3.name, t3.startTime);
      const n2 = t3.getLargestInteractionContentfulPaint?.();
      n2 && y3([n2]);
    }, y3 = (t3) => {
      s3.reportAllChanges || c4 || (t3 = t3.slice(-1));
      for (const n2 of t3) {
        if (!n2) continue;
        if ("soft-navigation" === n2.entryType) {
          T3(n2);
          continue;
        }
        let t4 = 0, e2 = [], i2 = n2.startTime;
        if ("largest-contentful-paint" === n2.entryType) t4 = Math.max(n2.startTime - a(), 0), v2.h(n2), e2 = [n2];
        else if ("interaction-contentful-paint" === n2.entryType) {
          const o2 = n2;
          if (!g3.navigationId) continue;
          if ("interactionId" in o2 && o2.interactionId != g3.navigationInteractionId) continue;
          i2 = o2.largestContentfulPaint?.renderTime || 0, t4 = Math.max(i2 - n2.startTime, 0), o2.largestContentfulPaint && (v2.h(o2.largestContentfulPaint), e2 = [o2.largestContentfulPaint]);
        }
        i2 < h3.firstHiddenTime && (g3.value = t4, g3.entries = e2, f3());
      }
    }, _2 = ["largest-contentful-paint"];
    c4 && _2.push("interaction-contentful-paint", "soft-navigation");
    const E3 = m2(_2, y3);
    if (E3) {
      f3 = i(t2, g3, O2, s3.reportAllChanges);
      const a2 = ["keydown", "click", "visibilitychange"], h4 = (t3) => {
        if (t3.isTrusted && !r2) {
          const t4 = g3.id;
          q(() => {
            if (!r2) {
              if (!c4) {
                E3.disconnect();
                for (const t5 of a2) removeEventListener(t5, h4, { capture: true });
              }
              t4 === g3.id && (r2 = true, f3(true));
            }
          });
        }
      };
      for (const t3 of a2) addEventListener(t3, h4, { capture: true });
      e((e2) => {
        p2("back-forward-cache", g3.navigationId, g3.navigationInteractionId, g3.navigationURL, n()), f3 = i(t2, g3, O2, s3.reportAllChanges), o(() => {
          g3.value = performance.now() - e2.timeStamp, r2 = true, f3(true);
        });
      });
    }
  });
};
var W = [800, 1800];
var $ = (t2) => {
  document.prerendering ? _(() => $(t2)) : "complete" !== document.readyState ? addEventListener("load", () => $(t2), true) : setTimeout(t2);
};
var D = (t2, o2 = {}) => {
  const r2 = p(o2);
  let c4 = l3("TTFB"), f3 = i(t2, c4, W, o2.reportAllChanges);
  $(() => {
    const h3 = s2();
    if (h3) {
      const s3 = h3.responseStart;
      if (c4.value = Math.max(s3 - a(), 0), c4.entries = [h3], f3(true), e(() => {
        c4 = l3("TTFB", 0, "back-forward-cache", c4.navigationId, c4.navigationInteractionId, c4.navigationURL, n()), f3 = i(t2, c4, W, o2.reportAllChanges), f3(true);
      }), r2) {
        m2(["soft-navigation"], (n2) => {
          n2.forEach((n3) => {
            n3.navigationId && (c4 = l3("TTFB", 0, "soft-navigation", n3.navigationId, n3.interactionId, n3.name, n3.startTime), c4.entries = [n3], f3 = i(t2, c4, W, o2.reportAllChanges), f3(true));
          });
        }, o2);
      }
    }
  });
};

// tests/pages/truth.ts
var now = () => performance.timeOrigin + performance.now();
var pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
var record = {
  updates: [],
  paints: {},
  stats: [],
  setups: [],
  vitals: {}
};
for (const on of [D, M, U, P2, x2]) {
  on(({ name, value }) => {
    record.vitals[name] = value;
    localStorage.setItem("vitals", JSON.stringify(record.vitals));
  });
}
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    record.paints[entry.identifier] = performance.timeOrigin + (entry.paintTime ?? entry.renderTime);
  }
}).observe({ type: "element", buffered: true });
var connections = [];
var getStats = RTCPeerConnection.prototype.getStats;
RTCPeerConnection.prototype.getStats = async function(...given) {
  const report = await getStats.apply(this, given);
  record.stats.push({ connection: connections.indexOf(this), entries: [...report.values()] });
  return report;
};
var hg = te({ key: "pub_local", app: { name: "truth", version: "1" }, batchInterval: 1e3, debug: true });
function block(ms) {
  const until = performance.now() + ms;
  while (performance.now() < until) ;
}
var SENTENCES = [
  ["I", "I want", "I wanted to", "I wanted to go", "I wanted to go home", "I wanted to go home."],
  ["the", "the cat", "the cat sat", "The cat sat", "the hat sat on", "the cat sat on the mat"],
  ["a b c d e f g h", "a X c d e f g h i", "a X c d e Y g h i j", "a b c d e f g h i j"],
  ["one two three", "two three", "two three four", "one two three four five", "five"],
  ["going to the", "going to the harbour", "", "gone to the harbour", "Gone to the harbour!"]
];
async function run(count) {
  const channel = await connect();
  const lines = document.getElementById("lines");
  let id = 0;
  for (let sentence = 0; id < count; sentence++) {
    const revisions = SENTENCES[sentence % SENTENCES.length] ?? [];
    const segment = `s${sentence}`;
    const line = hg.caption({ segment, language: "en", speaker: "agent" });
    const paragraph = document.createElement("div");
    lines.append(paragraph);
    while (lines.children.length > 4) lines.firstElementChild?.remove();
    for (const [index, text] of revisions.entries()) {
      const own = { id: id++, segment, text, emitted: now(), handled: 0, planted: "" };
      if (id % 37 === 0) own.planted = "before";
      if (id % 41 === 0) own.planted = "inside";
      const final = index === revisions.length - 1;
      const arrived = new Promise((resolve) => {
        channel.receiver.onmessage = () => {
          const handle = () => {
            own.handled = now();
            record.updates.push(own);
            line.update(text, { emittedAt: own.emitted, final });
            if (own.planted === "inside") block(120);
            const fresh = document.createElement("p");
            fresh.setAttribute("elementtiming", String(own.id));
            fresh.textContent = text;
            const replaced = paragraph.lastElementChild;
            if (replaced) {
              replaced.className = "replaced";
              setTimeout(() => replaced.remove(), 300);
            }
            paragraph.append(fresh);
            resolve();
          };
          if (own.id % 5 === 0) requestAnimationFrame(handle);
          else handle();
        };
      });
      channel.sender.send(text);
      if (own.planted === "before") {
        await pause(0);
        block(150);
      }
      await arrived;
      await pause(10 + Math.random() * 50);
    }
  }
  await pause(1500);
}
function make() {
  const began = now();
  const connection = new RTCPeerConnection();
  const index = connections.push(connection) - 1;
  connection.addEventListener("connectionstatechange", () => {
    if (connection.connectionState === "connected") record.setups[index] ??= now() - began;
  });
  return connection;
}
async function connect() {
  const speaker = make();
  const viewer = make();
  const audio = new AudioContext();
  const tone = new OscillatorNode(audio, { frequency: 300 });
  const out = audio.createMediaStreamDestination();
  tone.connect(out);
  tone.start();
  for (const track of out.stream.getTracks()) speaker.addTrack(track, out.stream);
  viewer.ontrack = ({ streams: [stream] }) => {
    const player = new Audio();
    player.srcObject = stream ?? null;
    void player.play();
  };
  const sender = speaker.createDataChannel("captions");
  const receiver = new Promise((resolve) => {
    viewer.ondatachannel = ({ channel }) => resolve(channel);
  });
  for (const [from, to] of [
    [speaker, viewer],
    [viewer, speaker]
  ]) {
    from.onicecandidate = ({ candidate }) => candidate && to.addIceCandidate(candidate);
  }
  await speaker.setLocalDescription();
  await viewer.setRemoteDescription(speaker.localDescription);
  await viewer.setLocalDescription();
  await speaker.setRemoteDescription(viewer.localDescription);
  await new Promise((resolve) => {
    sender.onopen = resolve;
  });
  return { sender, receiver: await receiver };
}
document.getElementById("slow")?.addEventListener("click", () => {
  block(130);
  const spacer = document.getElementById("spacer");
  setTimeout(() => {
    spacer.style.height = "90px";
  }, 700);
});
function updateOnce(text) {
  const line = hg.caption({ segment: `once-${text}`, language: "en" });
  const paragraph = document.createElement("p");
  document.getElementById("lines")?.append(paragraph);
  line.update(text, { emittedAt: now() });
  paragraph.textContent = text;
}
Object.assign(window, { truth: { record, run, hg, updateOnce } });
