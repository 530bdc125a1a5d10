import {
  d,
  p,
  u
} from "./chunk-RPSLWVDY.js";

// npm/dist/lazy-NLFC4XYP.js
var v = class {
  __destroy_into_raw() {
    let e = this.__wbg_ptr;
    return this.__wbg_ptr = 0, X.unregister(this), e;
  }
  free() {
    let e = this.__destroy_into_raw();
    c.__wbg_recorder_free(e, 0);
  }
  attributes(e) {
    let t = T(e, c.__wbindgen_malloc), r = p2;
    return c.recorder_attributes(this.__wbg_ptr, t, r) >>> 0;
  }
  batch_bytes(e) {
    let t = c.recorder_batch_bytes(this.__wbg_ptr, e);
    var r = $(t[0], t[1]).slice();
    return c.__wbindgen_free(t[0], t[1] * 1, 1), r;
  }
  batch_number(e) {
    return c.recorder_batch_number(this.__wbg_ptr, e);
  }
  beat(e, t, r) {
    c.recorder_beat(this.__wbg_ptr, e, t, r);
  }
  busy(e, t) {
    c.recorder_busy(this.__wbg_ptr, e, t);
  }
  caption(e, t, r, n, s, o, a) {
    c.recorder_caption(this.__wbg_ptr, e, t, r, n, s, o, a);
  }
  caption_arrived(e, t) {
    c.recorder_caption_arrived(this.__wbg_ptr, e, t);
  }
  caption_closed(e, t, r) {
    c.recorder_caption_closed(this.__wbg_ptr, e, t, r);
  }
  caption_revised(e, t, r) {
    let n = T(t, c.__wbindgen_malloc), s = p2;
    c.recorder_caption_revised(this.__wbg_ptr, e, n, s, r);
  }
  captured() {
    return c.recorder_captured(this.__wbg_ptr);
  }
  clock_due(e, t, r) {
    return c.recorder_clock_due(this.__wbg_ptr, e, t, r) !== 0;
  }
  clock_offset() {
    return c.recorder_clock_offset(this.__wbg_ptr);
  }
  clock_probe(e, t, r, n) {
    return c.recorder_clock_probe(this.__wbg_ptr, e, t, r, n) !== 0;
  }
  clock_round(e, t) {
    c.recorder_clock_round(this.__wbg_ptr, e, t);
  }
  close() {
    c.recorder_close(this.__wbg_ptr);
  }
  cls() {
    return c.recorder_cls(this.__wbg_ptr);
  }
  connection(e, t, r, n) {
    c.recorder_connection(this.__wbg_ptr, e, t, r, n);
  }
  delivered(e) {
    c.recorder_delivered(this.__wbg_ptr, e);
  }
  dropped() {
    return c.recorder_dropped(this.__wbg_ptr);
  }
  error(e, t) {
    c.recorder_error(this.__wbg_ptr, e, t);
  }
  inbound(e, t, r, n, s, o, a, d2, f, l) {
    let h = M(s, c.__wbindgen_malloc), H = p2;
    c.recorder_inbound(this.__wbg_ptr, e, t, r, n, h, H, o, a, d2, f, l);
  }
  inp(e) {
    return c.recorder_inp(this.__wbg_ptr, e);
  }
  interaction(e, t, r) {
    c.recorder_interaction(this.__wbg_ptr, e, t, r);
  }
  is_full() {
    return c.recorder_is_full(this.__wbg_ptr) !== 0;
  }
  constructor(e, t) {
    let r = c.recorder_new(e, t);
    return this.__wbg_ptr = r, X.register(this, this.__wbg_ptr, this), this;
  }
  outbound(e, t, r, n, s) {
    let o = M(s, c.__wbindgen_malloc), a = p2;
    c.recorder_outbound(this.__wbg_ptr, e, t, r, n, o, a);
  }
  pair(e, t) {
    let r = M(t, c.__wbindgen_malloc), n = p2;
    return c.recorder_pair(this.__wbg_ptr, e, r, n);
  }
  refused(e) {
    c.recorder_refused(this.__wbg_ptr, e);
  }
  request(e, t, r) {
    c.recorder_request(this.__wbg_ptr, e, t, r);
  }
  resource(e) {
    let t = T(e, c.__wbindgen_malloc), r = p2;
    c.recorder_resource(this.__wbg_ptr, t, r);
  }
  shift(e, t, r) {
    c.recorder_shift(this.__wbg_ptr, e, t, r);
  }
  shut_down() {
    c.recorder_shut_down(this.__wbg_ptr);
  }
  span(e, t, r, n, s) {
    let o = T(n, c.__wbindgen_malloc), a = p2;
    c.recorder_span(this.__wbg_ptr, e, t, r, o, a, s);
  }
  text(e) {
    let t = ne(e, c.__wbindgen_malloc, c.__wbindgen_realloc), r = p2;
    return c.recorder_text(this.__wbg_ptr, t, r) >>> 0;
  }
  translation(e, t, r, n, s) {
    c.recorder_translation(this.__wbg_ptr, e, t, r, n, s);
  }
  vital(e, t, r, n, s) {
    c.recorder_vital(this.__wbg_ptr, e, t, r, n, s);
  }
  waiting() {
    return c.recorder_waiting(this.__wbg_ptr);
  }
};
Symbol.dispose && (v.prototype[Symbol.dispose] = v.prototype.free);
function _() {
  return { __proto__: null, "./honeyguide_sdk_bg.js": { __proto__: null, __wbg___wbindgen_throw_41e9ee4f547fc59a: function(e, t) {
    throw new Error(te(e, t));
  }, __wbindgen_init_externref_table: function() {
    let e = c.__wbindgen_externrefs, t = e.grow(4);
    e.set(0, void 0), e.set(t + 0, void 0), e.set(t + 1, null), e.set(t + 2, true), e.set(t + 3, false);
  } } };
}
var X = typeof FinalizationRegistry > "u" ? { register: () => {
}, unregister: () => {
} } : new FinalizationRegistry((i) => c.__wbg_recorder_free(i, 1));
function $(i, e) {
  return i = i >>> 0, L().subarray(i / 1, i / 1 + e);
}
var y = null;
function ee() {
  return (y === null || y.byteLength === 0) && (y = new Float64Array(c.memory.buffer)), y;
}
function te(i, e) {
  return se(i >>> 0, e);
}
var g = null;
function re() {
  return (g === null || g.byteLength === 0) && (g = new Uint32Array(c.memory.buffer)), g;
}
var w = null;
function L() {
  return (w === null || w.byteLength === 0) && (w = new Uint8Array(c.memory.buffer)), w;
}
function T(i, e) {
  let t = e(i.length * 4, 4) >>> 0;
  return re().set(i, t / 4), p2 = i.length, t;
}
function M(i, e) {
  let t = e(i.length * 8, 8) >>> 0;
  return ee().set(i, t / 8), p2 = i.length, t;
}
function ne(i, e, t) {
  if (t === void 0) {
    let a = N.encode(i), d2 = e(a.length, 1) >>> 0;
    return L().subarray(d2, d2 + a.length).set(a), p2 = a.length, d2;
  }
  let r = i.length, n = e(r, 1) >>> 0, s = L(), o = 0;
  for (; o < r; o++) {
    let a = i.charCodeAt(o);
    if (a > 127) break;
    s[n + o] = a;
  }
  if (o !== r) {
    o !== 0 && (i = i.slice(o)), n = t(n, r, r = o + i.length * 3, 1) >>> 0;
    let a = L().subarray(n + o, n + r), d2 = N.encodeInto(i, a);
    o += d2.written, n = t(n, r, o, 1) >>> 0;
  }
  return p2 = o, n;
}
var E = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });
E.decode();
var ie = 2146435072;
var F = 0;
function se(i, e) {
  return F += e, F >= ie && (E = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true }), E.decode(), F = e), E.decode(L().subarray(i, i + e));
}
var N = new TextEncoder();
"encodeInto" in N || (N.encodeInto = function(i, e) {
  let t = N.encode(i);
  return e.set(t), { read: i.length, written: t.length };
});
var p2 = 0;
var oe;
var ce;
var c;
function ae(i, e) {
  return ce = i, c = i.exports, oe = e, y = null, g = null, w = null, c.__wbindgen_start(), c;
}
async function de(i, e) {
  if (typeof Response == "function" && i instanceof Response) {
    if (!i.ok) throw new Error(`failed to fetch Wasm: ${i.status} ${i.statusText} fetching '${i.url}'`);
    if (typeof WebAssembly.instantiateStreaming == "function") try {
      return await WebAssembly.instantiateStreaming(i, e);
    } catch (n) {
      if (t(i.type) && i.headers.get("Content-Type") !== "application/wasm") console.warn("`WebAssembly.instantiateStreaming` failed because your server does not serve Wasm with `application/wasm` MIME type. Falling back to `WebAssembly.instantiate` which is slower. Original error:\n", n);
      else throw n;
    }
    let r = await i.arrayBuffer();
    return await WebAssembly.instantiate(r, e);
  } else {
    let r = await WebAssembly.instantiate(i, e);
    return r instanceof WebAssembly.Instance ? { instance: r, module: i } : r;
  }
  function t(r) {
    switch (r) {
      case "basic":
      case "cors":
      case "default":
        return true;
    }
    return false;
  }
}
async function U(i) {
  if (c !== void 0) return c;
  i !== void 0 && (Object.getPrototypeOf(i) === Object.prototype ? { module_or_path: i } = i : console.warn("using deprecated parameters for the initialization function; pass a single object instead"));
  let e = _();
  (typeof i == "string" || typeof Request == "function" && i instanceof Request || typeof URL == "function" && i instanceof URL) && (i = fetch(i));
  let { instance: t, module: r } = await de(await i, e);
  return ae(t, r);
}
var q = "zb0PcB3HeSfY3TPz3jzMe8QQBEmQgMR+Y8oCrX8gCRKAIlscRCTF0AxpW3HkxAkFAqDIBwgkHkBKsmmCjmSZXnttJtbtyomTgKRrpa2yNtyLN9Em9hp78d7pKtpaXs53p6vyrrVbvoq21nfW1fkquivt8r7f9/XMmweQkNbnSq1EvJnu6enpP19///trNTb3hFZK6W+aDzxmFhbUY5r+vAXcUVIvPOYvcAJZlNL4CRYkjxLn6MG5c0pKSenz5+iqkHUOT8y5c1Sqiufn+B/e9BfO4xIik/7jnIXz59VjJcrhR2X3At+dO8dvlaS0u0FOwBmuSe5J9gXKkEa4dp3LkujM+YWszegBSmo003CGWeD789Lt8/o88ukfypx/TCHxabPh3vtOnJqZfPrxMycnJo/OTUwdPfb4vY25O48effLY40fxe3Jm4vHJmaPzJ5qnnjw6uH1yZHJy8PiuwaHj47tGxpS6RQVbCq+enDk5f3TyqfnJ5kxz8vjR+bFj05Oq6v2h/n1d6tDa71Sxp9Z2qXWVoHv9ho2qp7xJlTf39t1Wq91eMuUtyrNepVKpl4xRNMumQ/meMYlSQaDeZzy1VXmeb7xy5PuRKREYBFrrSN/h+WVjPK/D+O8PtA/4uBMwgv+8NWsCo7WhGg39ev2cq1VVhyH9K+nQGN8P9Cl1IQw8rdaWNnkLOr1wYUlFCyr99lfk+iau5a+V7y09MfnEqebTRq2TgWtOjp9qTkw2jx5vTk6qX1mXp8fm55snj52Zn5xTe7rz3GNj8+Mnjh57Gtmz65dlz5x54thkU/1irZU/OTavbCF9Zu5pdVecp8fHTs+fPDWjqj3Ls46ONZsnz05OqLs3rng0Pn1qjp7ctvKl5uTZk3jUu7bt0Zkm5T2vu1qZ06fGp45OnJlUt69flnnq+PG5yXn1X+nuZQ9ON08dm1Qbl2c3T52ZmVD3rClmz02qv6erhZw59fd1a2jHT83MTI5zxze12jQxOU0dRkv3tQZoonnq9GnKekG3PjDZbJ5qqntbhU7OHONGlKuFrNNqf3chSTA9Jp+sF16cO3r8zPS0+lqhsTOTT6r+1vCdOjMvlXe1ZvH02Mmm2taqhtbKGYz6w8Ws2TOTc/Nqy9pC1typM83xSfVQqytzJ04en1dJVyHjzPzRiVNPzqjf1a0Pzp0em1HrWul5WqMqbXVvvjk2Mzc9xt3rbtV+9uT82LRa32rVk2Mn50/OPK5+T3cePTp27FRz/uiJsZmJ6cmmp9cfpVGamx+bGZ+k+ptPnJwZm5+c8Mz6An7IUcMcLbRC/hNj0wQL6mhnIY/X0+d0VyGrOSnljseFTPpkc17pqvY6fvc/mt/X/+MdprKgz79PpfFUEm5VZg/+tyr9v/VhH9fXbnz6oL8nVXVV9SNKR41Ep0/N1oP0G19dUv1GJZW9NZNuqZfw0o0b5cM1bYP0/Van4dnHEzV1NtWz9EjPT6UfatRLVR3JN/B/uujq8NOY607f9lA4OtCbBKl3NlFn6WveLLVEpwtzXFMjKafePGW/8NtLlFD0ZBF3qMb0mzDx9lELPKt2m6pV1tttwqqJqEkvybcO1UpWU4uz5qu9lKFOpGY+vXjJ1aP7jU+dtMFU3bO6bjyMCWXGiaop3HTzDX2uh7AvHhokqonaR001aTd1x3CpXqmvpnkEqR3cRJ21TqN1OsIrDfqJG1b11n1vj/XrZasThWzF2ahN0zNKonadVawiW06pNrqWqCdoSr/py3uDrlBD96NZtkQ9wF0Jn++2qmaqlUhSNPw1XQ0jy01TFqNC021Lu00PaowTDXBAg2Mp0xNJFzWPHx50uwdVvJmPYILJoL8DaD5NC7WDboxVdV1VkYoYBqyfnrflJ2e5HyYNG3Uul3rN3cantw11xPKsaORUAwKilOqYT0xKJaea+PT87Il22DBF2FAMG+i+Zw1G3whs6Ju0QBG4yKfprpEQwKAjZfk4OtuwZSqYgVRiaIVck/u6bgNrajrB8Xzize71JZ8+7zcxxIbGxzXUq/sCBU/NUoc4j2ba5I2ve5H1GVgwlmi8tr5c0AesSwwZtwFTJi3jNtKqZVDP4J16CQCRjjLoeml8mMEj67NBn8uUL931bLmBz7S6S1Ou8/6qZf3V3N9Sq7++LXF/dau/Ps099Rc59I70l3rU6q/vADGkt1tLBRc/WzHULmqmyufJABeoFojQvF7LBkGGw8uhC4te02ok2MESd0iv1IYDzF5Ge7JwqTK6pRHaRKX02Sl6sZRu2d87X/fxnPGDEZCnkQsOEHIoM8hY7zAQBb1bTryaosJAKMTludVTtihpqO+3nU392QZWmtnfi9zeOoBSzwMSaJkDKnUzaxQt5nnqPPWYYL8yiw55y7BYHYBM/Yw8gLxbkLQmqFmYVALDg4nfi9k+kBgsTY0vWGT1UnsVN8VfsCZg7BMB5VEraPJVC5sm6hAqp0oPzwpqzDAir1eHEbXgrAJGNC2MqLEwTTbNxs2vBurTyzCiWY4RTQsjmqziFkbEnFJrjcPeBaxogBU1kIG+GVb027Ai5irHijrHiloGaI80OpYyPZF001BJedDtHgCGli1EXViI2TLU+TLUDN/5MqQ7WYaUc8EwcbZevIZGsLAADS1Ajxeg31qAxiEcL31btzCOwShzVr4ETXEJZr0OW7TUFEgqpmj5EtTtSxCTiLVWK5L8AuhoYiwo+c0MktCnMPUJkZkFyv+jC36DJItzs4TP47NU140b3myq9hMp2ANUs7AvW6ACLzGIQTzFiykGEQBh2Ncbgdak3BHugS+4RNmQGkqozDE3hEQpo1ovp69gzEIApc/31DbqBLDIt/FELjzYqPBgLz1hXuZbBWJwkUYRaMHyOlKJrL+k1NhXM5YpERYTMND3st5jLVt9qBcNQiY3MkpfBcjc2ILPP//bGTr7Eu583OFDXDL9Bt3xPCLxTSQWXWKx+ORbSLzkEi8Vi30biWsuca1Y7HtIvOISrxSLvYbEkkssFYt9H4lXXeLVYrEfIHHdJa4Xi/0Iiddd4vVisTeKT36MxBsu8WYx8VMk3nSJt4qJd5B4yyXeLiae/Z0lyUHiQjHxJSSQwwNdTDyPxEWXuFRMfB2JSy7xQjHxDSRecIlvIrHoEovFJ99C4iWXeKlY7NtIXHOJa8Vi30PiFZd4pVjsNSSWXGKpWOz7SLzqEq8Wi/0Aiesucb1Y7EdIvO4SrxeL/RiJN1zijWKxnyLxpku8WSz2DhJvucRbxWLPAubfdom3i8W+hCcXvuomq1jseSQuuicXi8W+jsQll7hULPYtXmZpZwOEkVioqcTwtBVf+Kbwhv0gmrSYpxqM0ph/g1TjMDVhqn66S5f4wxcuYEUCpRCXcgDs66FmjTFjNSF0DkJJl7O2vK/mCQZooQGhwgd6mWOieuueQybAMRklV0kJFMshEnAy0U1rJ5KTYSKWUQQXCbcnKImY2wNM06gq5nOim4yK1z4QlWUD4RUGonKTgYDkkdopsH9UGdAcJB0S8by0F2XRxG1EcTpAAxvpJUkOMcXCN2zH0LtiP7wkNNpL+xqMelVaZppNFIXqoG4qno99tTK4H1Cp87PC7pJAQO3K2V0h9Y7I0qARkQ2LRFYTkVXLiax2RFYViKwSNpezEpXzuapFZBWoqMlpE4QSLRcQrGo5yoiV0FWCBx5mmRyMpp+zC6VWJrF2TJin6gENh6NLBGuUuJYlfB4CophEU/U+kYow4TqOmPOgV4m+E6NAperEpeGxjBe4P50LRzZA84KcJQlotErLRyvg0TLF0TJNea81WkHdw2hxVibCgSttjVYQyeyENiiI97gEGK0gEiBVLHVmCzynyyzKGYFH3epBxr2wBEVNLwo2IveZtPOQE/BSlUkTqUBJLqMy99Mmo9LiY7GDcco11zCSffAehLuCMGmkLteWTJyjDlkWnzDpy/rilqfOkRZ6nrFSBCYJ1yyLVC/v802xledWvlpRW+CqUFkVuWzVGo2XblVWOsi8DGEP7hYLU3n1NGjBoZrDL/pnnzri3wh7bKVPR/+wpIOFFsvpNFo+iWOoLBSpkxpDb3izSdBLLTzMrChafSfkff9Ab00DZaYVhy3jDpFZOtF4SrNirEafpNsIc4HrARacaE5IGxbshUyxl2q8YA40Ib5P0ViHB4EpDjebhIWoLp7desCQ5gs7nC/XXMS2AZB9gOUapma2VrHchVCmWR+gjMCGMasIpkhvxnIEqY8suksEoZnKYiNRByCaDRs+Te/7OcRi9OMQKqEyPVz2si8vF+A7jPJZzxoSUkdcI7BkqJ4QOjv/lpXQWAapQ5NocXiz5upicwOpx8/xtwNFnYv5KAHMyQ3xqSGkn7pF3b4bioBHt0XNaRRKUftq0gdrPhRbEJMJMR4k6iXUwXrvdCjInExbRQGgGbo8QJfX2zhAPL+3lyTK8uFmrQSdF/6/eZsCabYDcrcocl4lyPR8ioHHiw3rYuhL59KnpAVA6L2MyqH/MtxSw3IlLR5pqQY+VzFhFxN9fZt5/4IP/e8i0cASFMBWbfMGjgi/8mNIcHVmFd7SaTAP7RakGnxUE00ncPf6mehaKrYXJNZLt05R1jZP1e8UZYFHS48ReXC2rsHCEEWmEtSoO/ltKpr0033/x3rrd0auLqzzKdZvQha/c8iDxoVF8tIooSwyOA0RHYDSeYkQbx1ydintadBPiI5Tg99g2etHOj4hzZdu/FhjiY76Q3SH9JuaNQhU85s0AWArhulCQz4olwFcqE3BPGHhByhBsv9DdCFstIdGzU4lVcI5VfoqfXqgARRTxUz4U9RdAoP++CA9per7bNVWt3nhkOkWbfs6eq+tNDW7SuoNUdmyVsSbOshTB+KLqsZo8rYRPe6361i2Brius/2j9gs0GFTrwFTSQbV22PI2Ew55sdypIS+ku3VghDQneyiJD+w2VorEQ2Yrvf+GYiOA7aCRTLqpgO0G1tmY9k836vQSxrYLDIFnuyAsJwTANFm9dOlu1DehdFx/Hy7Veh8zqwkrXKk6UNStdNfNdxGzeqzpo7sq361hdo/pfAYiAC9i53BnGFTqFdvFAAKe1CdY7QPXW+uHluUgqw8GG7bPUgbpY9LqNGt6fFa6xyeAZEJMxQM2zGFokPLs+wgEh6i9oahfMNWPUqKy2zyCvN3miFw+bEEz9kztNp8E5qL710TFHlPDMG31Go9rvZOVX4zokngKloy1sCJYrMQKlka/BdKOG4D9bQDuwNYadpvt/wwSxBxM1aGQpcUXgCkXiDFbQaCYAaLZZ3LI/bigsRag2Iy/quVRVS4+s9r02ia7Fq9tsjVkbrKd9LZUGmzFx8F1tj6CT/OkJBX6EYa0wvDS+oyrOJALFLVROjDtRm6NjJwvI0eXD8taiahohLWSD89UOjBDsN1HyySSZRLZqLhM1m9V7aUTfKnb6fDYnBLwMqFGW5+romViZJms5+aiy+sLy6TVa14modwRBGBIrtMa6KSn67FcbsMauA2zuDntozWwlgkFNMEA8TtYwXMHqxGZTtOgDzCj4tvOtL8BSYk+n/YD71JOtVFfQxBSSaDcrG9gbSkrAZMKgA58A2tJbf39tgKlJ3Mu8V7qFrEQ4Cdigpcj0KctEPy8Hx9eYzewsFTFHU9RN2smpaYqrS8AJEC/9bz1DpoXf5FQLeux41RF1Lc1NsZEr8G8+XRhhm4NIKdH1H4+ULOPuYq5zYBQu9Z29putUIzS3TbTN0RLkO+6AZx8V4VMtxby2Vq7OdWN+mZoxvnt2zB+m3OgdEAIyMNIC/PDs88URLNOWYP8+PEFNGigwSYUt1D0VhYxHAz7DoY1uIbQrZ5G/BXN+uWtKgPlTpr7Akivl0uvjWiG8BbdcW8AwlaAnvp7N3DCNjMIOAqhN3wARKqHcEM+8z0EC4Q+N6LLG7m73ejuxmXd7UIjgVfxw90lghlQdwNmDDXEOT9eoN7aVXrr5b31ir29tLy3IWH7BuP6AVzWSW4p3QrGqOq6THeuy1XpcgncAa2UAbmj1TMsdzHwJ13769tAVn+qCQcSsSTSkvQPede1JKj8q3zbb75PYPU9d/+aBtP/bc20tv9F0tPTml3SgjO4e0Jfv02kvgaETj9qKjUgsFXCHFowB3WxiDkq9GJb6cRjs0IBc/gOc4AKoaoW5qjkmKPSjjl8qrUC3ADKUg8tV4YvJFX+WsLcOmqnISYKRLQSCKbKDTANeqMGCrEGJg0ouztoia9BK6uoI8ArMEshLyQdSeQLFogY0UGA1vUIyzDC59cCLuJPJREYsgDMFhZiIHxeB4vFdInQjQ5hjA1Yzw5IfReeEqEMrelg2kvf9QF+YK6TSMrsI/lI1CokNWrU4pL4lNxX0Y0q0/G6x7QrEYMVkyhfAKuSwddbRDEjmGYdiBngXgYx7UAsfZWmuRp/icBhlEDtBSPXS3S1xOh9yTDbByp80T160xUl2CIQHKbpK6Uv0WLzacreUhkI9YC9rsabIW1t83pG9Ud8vrP1D9DTKvEU9HQXmHdGnbRaiZsm+1cvGOnUP9Sb0poGtAk/wsS9Yj8Agk3ISOzfFbGPsy6HPpa+rjAXAsi0yp0eLogJ89E6GtUfhXWQgJaagOVK9WH9Oi8CUq5Qezy2FKI1IbUm7I3nItbdWCYa8n2PErohdhmYOHkguRvdYkTVgn0BOL5wEH7OOkAkwLTw8qbFuoh1SAzC87gSc/KYMOAn5OnDwoe/4FZ0z5A5J4vY7jbPSqb3kh7yjsjtNbp9VIpuHfIuugV/925zyS3vUNjgicQh9ebj6Za5tDKd/veqkZbOAmfeTsISTWty5xHQwDtH9bNPv5g+uKzQFgjmFRRUPLNphUC0fJcXP6Tcf8d604gMp5QXFvIadcvVD9TvZBsvteUhlpzo5mES6MBEypIGNwZZ0Uyl1RlGzExRSOZqsDqnveFi0a7yK1gSAS8JqvQIfh6JJ2jR0Y2VZYYPlAlC40cY2FZUhh5WWHRLwTPTi5+EII2bx5I14M+lkQHUDP3SOpr1+H1JZ4MI28rGQYvY32Cbdt44kCzUeILmYuHmc0HSemRvT1VasXce6W3YLQ1rG7BM0hh0NEj9a9c0SGCm9hJeOijsdh9TSEbMIihoHu8jjMyo1wPEDsaf1Tw4Ez78OsrpjxQyf0vLzHNRj7KHkfuM5LppJt6I8s6PVkZpuln4a59ffkB5qpB3jt74zWWZ3BjjWtJeB7fJMNuKp9zQh2QWHib4qFdosCtUKJCmMEpNzMv8EQYRYsNjAv1KWp0iEBWoYF17qQUQVPpIO0CkZVcfACMx8SNSIxCHGzsjo5GK9xH76VDOR7iBjxFQYD0QpLD9HA0MswbG75O6qG1buSaf6L4MOBXhFqMT3CYf3CRUVL4zbJPu29UTYDXA48ZrxPe/XL/Tg0iPej2mRxBuaLU+R0v2wc9/jtQBHthFL5NrWAvio8d902BtiCDUPWF3slklFcd90lLCeD3cUgiTDjSAMTE3Wdld3GIu69PqEg6IBm7eSV4gXzwRhmC13gFFHmYhStkeEOOnG+NHDewT3Tmxqh6j1AoZPnjq+t3U8ToBlqHZeTMH1hoYQCZrNTCFTNZCR9b6iaOps7vB93S9kpMEAaxKWsrWjMGa6YFHGa8ZCLLqfnUbsML9qo/ZN1IxGWob1IHcHRYHNM0CdWpBBAciCR1ACMTZ3KPUHPH3ofCS8NZjx5LZqXTxuX/3v5+fReLsnMNT+bykC3PwzvCAeTzOw0qGRs/HN6G9quCmlF5nzTec4YRlNKxPUBkZqpGAAYoNpnC3+YEWfnFAqDVDNmR4roC4133CPAETm/g3xK0mZNsbFwumDtXY2AIrB80Qoa6D8iYNwJQNDsPGQIPhsWoq7ZkWNR3zZWABphssJeLq9HYmd8ILuPhecezz8U0u5+cl2S2C21FnDyTNNJfXnegYxAYA3oh+D/dO4X1w08wex8xNeyxw8h0ETlJFMTetZHy4wp9iUC9qmGBK6TswgvCEUoGtKVtZhEPCAA3aTFlEVD1+1El7Ii/78aOESuKDMO9F8d+lFjFLRfimRXJKEHlImo8gYYVYmizeQnWD9YIXwBmJWgFTxW500JihHKxsPmAMcEN5mGjliis2wzl2BEL54wAl0QOC7vCTgLVajwPOSAVH0D8gwFcibSSBTnSlBELENkjNGvxcxwpvFee95iyeZF2qsWqZvS3gQKgBHrkW3QGWD4OXt5+06y9lFgxx3szMgTq3ZorTTyc7usQR+7CwO4bJbQsCKPxtZhBy3T3IxbWW3Q32AvhesW1NXNWK1hEl7nHuhba2dbLNckXT8tciNlQeqPHDeI24i7zqPIyIsIuVqlZiAymbUmj539iSW3v0CmuPc3ZpfSw3Q8BM2LJ9texhaMNS5vxyqBa0zDZ7ay33Hi/dRs0UezQATMlc+WI2ZMD1SVVeEoewzDm0XbefGxxWNLI1ImygYSUBMJduedtQtyEh0uVQb8QFlzlOqeWemjTyN7HpmpU2XbPMpis4JXNadOKAODR2OpeefD78hffQ3oB+IwFVOBSK5W4BYx/9tc/GLlgY6EP7nKOBIiOWYQOI2BQIlZBxqgzFNZZqiY00ll0ByFp8SJS0jP2MuCoBfQP7KYcFGQcyQbDlQ+J74CfuIXO69HYgznBcXmdSKFUPPAjGwbCDIdmM2RAB6xc9qAfL68re8MTjGC84DBw4r7riFzrzJrmOFJvPSlSqyne2GofRs5YF/B2NlhHXw511Vd6sklJbJSWpxM8qEQ/rvI62jqPRYujNW8xNRbUOmRY+lrVLDEzcLNd/H1Ut6wfVFoAchqir7BBzWx0KDrwtOxXnQNQLmT7Zsqs7p343nfoo+sk9Xriw8VwEY9Eb2tk9xHmhCkAnDYaY44n0jBC1q0Lh0EOXkhg/yiOepQspBfrpUoHmrGo7YGGpQkMxSBdaIK9r2EnSH2pe4d/XknvdXV+Tp4NEJV91Wd9z1yV3/bYUGaAir7isb7nrNXf9phS5m4q85LK+4a6L7vp1KdLfYEmXs55310vu+iUpYqnIRZf1rLtekEd99Ogc3/XQ3VPybF4up+UyzY9jenxCMibk8phcPsmPq6xV54xH5HJELh/mx1BTPSwZD8llj1we4MfwGRkWdrNzq6ihky7KH2bOa1HHMyBjAyQM1ZmLsUBiJRYmnJ5MiVGmE4yPZzuRtcc9eoiu8TjldbJ5GjPN9woKvR5YRYgRp3JHUH0f7h4DZVL767xD4rRLcF0XtEsxr3cpS63LBbF6GXbKwJkRLLHDm+lCzPEmusT3qx4bjbKxy0svEi9cA0N/ySMsfclMk6qMUl/y6mvA9qcqs2TatU5sJsHVcQnMe8JHGxzjJQOUZICbDSvPiJlKr5EuTKX/Xr0TierP0nsLBWUsOPoaPyGePqQ64j6maulnM8YLHBrrXVgrxi0jlR/oCrWVeDvphxZzN7tBR+mi10j/H0Yu4nLFrhaXPDgPw2UMGBD1UEk0uoZ+UpsuaW4URCC6F5dn0xDlz4UL79xQYnAKGyIMpV1s4+o63EtyXT1EJXjVhtmbLDzRbI60vUbdpbGSxuGmwYYeajHTRu7TWhQO2fxT74ChhbgzJTuObI0qTJLvjN7I/lPPZPd/c0N9HD7cUCGo5B5RmYUknyfl9vKuR2/fUL/G7vfJGDhfKvmCJuV7yKpEEPkl3kwCXQcpTlyTw1GNYSAjR5Zzz4vEWDI2JCSQ9y0n1Zd07n3Mqtw1aZcMUA1jk3TT97vbmkctbzXwESLF1KN72vvoPiUVrDIW9LHgMD4wPlsLpEO8I8V2X6ZJIUMPgHUNQ6Hjs9Vd3nUD4rDNe9XU70N6yZC9VqWvgGtKXzeN9G3WVNpN38EYf2b0P8kXyx+nVqqPtZpaHOrwM1nuT6hhzVkm8DVMzS2b/6h/nsp0j3ivmFEdjKpoyLuGt6hFA+/hrVfzt5YAV9dMQ/off0HXSB6w5VsOG/RrX6t3g3frseXFpCfHKvGnEzyxhZxz9R6YhXtGBGJe58/QUGWDpEDMrqPd95EYi+umEW6RtMY57AlbSk9CdO8Fr97LBYCuu+V5jAdvGgLPXgz7rTq/h0xPVHDRSzbmbbQd96iu3lZy460WwyO9lwtdrW9kaLjk1W9ncBO5CpqEMK3EIzwPdf5aPxnysUzidC3l3/4dW259rOc7yY5bfc52u3JvLYzPYs/XVuZH66E5Dw2d7Vls1aN7kzvy1AStts1UZKu942pSXwX+N4/qqL6z+LwdPOv3AAhhROXelKU3dwIVnCDTAHQO3Om0lAbxCLAnlU662xqCvB7bfTXZsEpDRnX9rqiY1b6iucPUkp5ky6q9UXaLfHvPV/ZcWXXlc8/vaYJ22d729r6vVYXtvZqsX73Zd0etSbgd+/Ful9lZMRl3FqotX32XjlDj7itAJOrdRi29vb2l2+ztV5PNq7fv3ihf3XEj7Yw/xs2jOXnFJLetaCTlXzOFht52NblttYbarIq3HqSlvhHtHsxxIX2vTN9jqFjSy77GTdDuU999909RVwYiwetccy2reSCxKyruL3TBXk3s6vVuZyGFXjudfOCWa//l+i5hdYAu1qZ6P1NSuo/F6beDaoBM0ZHru+nrE3V4lNtbrfBfK2DKY016eVP+Zvxpm9j3X7ab7PtvjY4mxd2vfzUK159/Ycyp2u5Xb0L0Ibz7Bq53jniv49o7Atuyse8bgTrR2NsJD+O6jSgMrneMkAWKrltHyChFV8LGi7h+gFG7sbvIroirHfFYL7x9yLuA620j3lN0IS3labpsHCHrl7GDsIUZu3mELFrG3gsbl7FbRsgkZkAIwCatHyGDuLF3Q6dnQLH66XLPEEk+xm4Y8aDWvQuqQGProAvG7iS+A5xmRsaXMWY5EWe9mBk1Qx7rW657zGFtI6Iwaj5KMwmXhIRY7fQt4V+i3LxHdlP2rCE7ag2+2ASGhlS3DdJ60/vWRgR58SfJ6EmpAaSGKRUgdQSpR+PDZKag1GNInaBUGanTSD1FJUOkaMwoeVFTumL7bg2OyYDtoxo6UPoF/Q5bkcHq98afSdnvZ5E4Xxv34vlL+k/+PP5oSsLhPeqioQI1FNiDRw/Hh+FdCX+9+O9oVPG8we8LJu6ExwwtEFW/m/7uor97W/JDt7MHE9tp18JCnDDoL2r4bBLbtZgQfLgV8ia2hjHrnZANnQtXqAioiFoE8xtaSofMii6OsPMHpWOk40XIv5zuQbpnETPPaYu0XYQozOl+pPsXASeUGq5vkOwBZA9QNt3YDUgMLwKy0Mj6JvHC4Sbzp5FaZ/U96rFmEt6vHqMkaeqvtFDxwIurTMpsUulFVUcWE4LQI6i59aY8enQxIcB+lAbGrfWLf7HnOKs8GSC5PTQr9c247KnzO8N1buBAfQsu/ST8aRDl23HpqW/EJa7fxn0g/of46PTfQp5iRL9+BYrfYNdffXfSOAAWsB2vbmknYBvejS7y9zev+H5voZrNq5NXbsl2+Ca2t+R22/eudO+uiF2CGWNvbH/9NrvxalJ+d7IJVHlEONSH6XIv++UAZw3T5S6xNawHvCkgO0sXxksKOCsWLhuaywFgnx676SpxxsQBk5IzxJpqd8kho4uK75TdtSEayXO7SeZ2g8XTB9knh6W2nOjmHTPn8jx+J8km7xN7Jv1zebHAnGN9+4JtPcdYJHflksgnCBjvahsPL/3sU6R/uGvUXkzupXJLNzzgyXtfxK5LTtq7Xqzp1lRX/Ywpeuu7tLjKV64WYGms5m2mutTHSDn/l0/CruoeHfnFK2iHvfhiRJoOaULnM4Qw/t0/u4MQcnrjxoOz6R/889+94TVeHrXPPfvd/BuLhHTKeT1vPHjlSrL+8ne4R6ef+W6ChtnJ/ev/5sErSR/V132WrOt/mmxcTHppdW+0vZcX6fXNl+36y4Vq1J5FGhm7njuQrLfrr7iv/OF/+9T1yu/+xYNXHvqjp75827+Yfe3BxSsP+f/v3//a1772v9KtvEHlHvroh37Y9X/+N1Tu33h/+fcm9v13KPeJrybPbz3wV7j96q/gv/+NbhfpH0+YayVaQ7z9lZ/c+07w1x+kx4vgIqjOlvxxtV6mnCgpxx/MWxzuuRp/ML+/crnVEXc3sudK9NA3Tn+w43+5+tPvOqRmH9uzaDfI/dKv0prcYDctXs2/s3g5e+HBq0lrEsdpcbpE154CLE2AJyw/9OOPvHL75/7D5Qev5EC5mBehXhRG+ZeXFq9ceehPj37oE9s/+a8/dGWxBTjZG1UAaAF+xnsLybcenOhddSkT0qflGzJCovu7hROANVXc8x9l14fW2um+DP7xsSv1DYSKW+RuQ4FTm4BZM8fWvKIh+9H6RH31u7gCoGysaMm7W/LWtxiZDSPMyKwXRuZuYWTKwsjc5TgTcSRizoTWhfkIfNLu8l716sw2XPOoWhB3j1pH1yWP8AtdX/HoO8ymvOQVeJdF9icTnmVU227iB2jZ2g3EQ/j27pxOEDoAz0IlyvEniTMoFTiDb3j4fcmLO+Mv6wh/UEwF1Ejmqkgf2tOIn7Rd8VN0ywbrKqm3YX38iq8J5UBv72yNSqx9bQZHt71bTDcwOKrVDY56hcGxtVWKzUZsZFG5xfFnMjIqFzJl+RYsq1YYGfVyI+NNd27pfH+fjtesMJzpWxnOdMFwpsVwptu29xUjtAijL97tyyIOaDGc3WJ/ml6552x5N5dZLDtvuX9Nr7J/LfpyYGoSLAkbJUrYawZXngqPHmw3ZOsgtXq95tz8quI21kP6Tg5XkQ5MyyaUGN4kPhw8YtJLw3OgzlE6YIjy0gFYyeFp4vyaMy38/hrbmyIC87VxzXawQlrshbK1l5XX8a+L9Yodc6jl7GTACmw2SbY1I+EdecY5msNWRB/r5yoP8LZi6g97CQNCUmKq8eHINStrqUHKiOGevQPKshPFY19OYhL4I6FwDux3D8/GMsEM/ZQlosMa+L6kOr4DDgg99U5cumXTW59i54S+eiz7CsBox5iYkDcxUG3O2bGM3Swtr8ZucXTsoyyWpDxxq/G4ALtjeHnZPrpXQ2YrX9h+EMMtHj2UurMxN2IJqWF6RBMInygezCqNfsGbm516sGlCTAADMRs/ChYAIxYA8cbmkcNWwgFsWRGtvyEVFQ3gYCO92ykdPZ7Ebp55DPdfGzH96vRf3vg0ImhByXCoN1FTh1mbHNMT2ZuoOaQWqbyqjdiwDxdaOMV8JvsJ0DQyetHss4Fv01yxGRmvE1Q2ONYMby/meBpsXcbXOAQXZQIUShKrS2XxZrLNbRK9JHHbrrXbc2cwr+0bFM2yQvBxkVgj4hLEG359h99c4BTGyogSxgyoxLiB0/EhNmXCi6fYDJ8dZ2Aw9YuhgxxGLuwAdLtwPTLWRr/lsR8K7F/GIeUcIwJePSEPZH7nmGkIR+PC0xTCf7VWqy7s9Q6FHGdRbUwW7IZsT0krKpjJw3+ZFeG/AueEAewhw7E8/JfaL7YhapXERpOwNDWv6rv959T0vTVfzPsSzEaWvzgjSPywfIe6c2MAps/IAILZ0ILmYDZCTbDWVBY3zGRxwwxHyOGxUQyELuYOP+iMOleEyFF5iJyfdHgdC+Z8cI4W2TUtfsOhNCkUdwtatyJ3+yJuByJll8C7hEAPg3RRbPOFieuPxMT8DS25i+76dXk6KJbf0Fl+Q2f5DZ3lF0X6xfIbOstv6Cy/fD3HJSybfUMx+4Zi9g3F7IvHPWz2DcXsG4rZNxSzb8i7mWUzlZLNVEo2U6lsG1qVzb6hmH1DMfuGYvYN2bwlZl9CSDV44UHL30n5ZPalQT1NVl/sVqiLFhGrq8rzhTuGXgtVA69jNg2zA98eMRIrZ89lz43Mnru2oFtRGHtImP4IS5glkTB5euhya/0QkK+SLXoqx87QzRIWhO8+7Fpw/QczSYwEaG+UfhNWxhbX6xYj73yH8j0Q0dK/vFx/UFRptrT/x/c2RZC1JD4Fl7+TdLWZ8dYdsV2wj7mc8iNNu65gD3N3b8EQ0jWqPjHb3MvKqC5BGrnPP9QeibeaAXO99S7XiaWtrwMvgcVSYWUtO/tD8VP3CsI4Rhp8kzfCuwG8Y9gjfaxZFKLFhdJP3BaFitAjf74hOxe020HDgJPLDRfYYY90YBWJeFRBDexY2gE/eP8ssTaUVwU4bOA9grjbCF0obnp462oIk6bdGJ8jhcKG+NNFe9QiMxAxOMEO0KEOdkT3Iv4sCDsNQBdhIsKSNIrrIE+yLFJGT8mQZ7tAycuAN1ridh0oPcRfn0yhlneVZypTUh3SVLKulMSaRwHapOGsr0PqBIAask4A46ntQoJ0jCxzBHT1RkESIHOsI8b88GbefXPJpKV5ACIZ3Q1w9ZTzKShDLiinexoQpwCsPPAPUD/3YFdnlfk47Xa4GiFtVHJUySYY2QNbYcfLexTWpU5rfNfBhXSJGlkiSYcMFUQeG6SBrZB2tEJyi55lPWoH32yGJbiD2JbP0BrRNrYlSES0Yofx8wDLQ7m81kniTy3bGHaNxZ8v+DokonePssSl7RVSF0PjQ5Oc8zrYDcXbmMqy4kLexETYImQfbLNArQtSPU+rMEhD4k2ihOjVw7yNqcS7/+FNzR6VC7bEYFVigU9igch+p5IE8NTxp6KkBNs+dtsQsZaoASWOIxBRdUSzyy4gCWcrF9xgnzC24Wbe3pTteQoITbJPXYhXfLdRSQLpII6Nup+ZLtlYE0P5DqHbuHHw97qIPoimAT87pKkSmie4EsqozTfvVwJ7NNHmvBVa6H0uMaPDz2Hz7n/ynhntf+5Z3sf7TvmZ0Z7nZEvv253PjIbPPYsH4UWXQfc9F6Uc8vsv8ut0N3zx2Wef5Whu1nyGqtao5MHPf44jn2F3Kc96t+NNGk5AgM4VAoIRAcGTi3gg90XikGw5ZaO/MMz/AEIJgdOkMpyeZXexzekWMEOE/Q5DjaLT91vv8cSTuK/Esc430w/NRdgUC9/1jDGpc2hMEhozWs8Q5rvYO9h52iMm8qpcwjbGQMTLzsgFGvTdvkcEOORQNpmouQlyD0drNBKtMeBN6YELtoidobE4JgJGCSKM+Hdz6FIYy6L2gK1OPFUiSiwTTxmAsg54KzoQ/V9Gl+EktKchoiNvVRvV54ZYMwuXeE6QfjZ9UzfEle8tTZb5YF5o8481NgsyiqHFvo8DlACPdzSSSHbY72NDEG+YJ14U7i8V7BWtsBMIex3SykJKAhj0SYiDHlsa5Y0G2EOHoAqtnWFUwL2U7fbi/Z7Y1il7QGVPZ7/cKeiTEYXChiv9ocouokjqp/Zd3KG4r4HtgDI8mAfDXqKhGgLI4m5giAkY3fUPsbKA7uwQD3vIAPsWOkjIllbzP/F1tNBCVQRz43utvqXqrWnNLWlyUyDUgNKQjDDiqTxqMnhOpptV2e0etjagVhwrVjUuXlfVIQ6fRKt4yvn2VwjXs9SZePEhfMcFQ6oCMLG1S4J8eYhS6YFm1zs8OPlBIky8QxJ5CcKEF0ldHairg+oCrSnB0X4eu0Y63P4DvmOxGPVnez4qGQHIZiGkNvrzwgX6bvFEmK8aiW8RVQhXJRKm6DLeTMi6OMtBX3xXd1koP/Z7IY+/zAOoZABDqOKI9kcMnz4sQVKZuEET9OVgBGUCtqgKXhKZOiYw8trAyBMw8vIO+ER2AAvovSdT5/HUwd4K9YSErKT7w70cSNcRgT8AwmtFCjDpZ+0BIjAXoP00dDlMwjQxmgteK8CQx+F+JFxH426iAt9d+DCibCGWLbXkdU1jSUgSehU/Sh0bneUernkS1Nbn7S2pxH6TWn6pty67Ni0HUEY8Ld2LiZb9FOy011H30h8/t8Tb98H/IWTU69jb5zd498Iv4GOvatETLWkhBUu6Ef8aN+572kXLkMAGooILthlfVpUoj17V2c54E/2bThLGwnMedGEXiPqVt3IYW3CWZXF6LwMFwg3OFz4tgHaGqfJWuijIRYQR0hviyT8veac5b2sDAhLuLAtIZRGQyiIglUVAKvOuOAhIZRGQyiIglUVAwuNuFpDKIiCVRUAqi4CExxCvhiVjUC4DcrmbH0O86hcOm2OqwG2WugWfKfiz3sxr9iY+sx3iM9txE5/ZDjwkLAA8zPcKRLKnXiMZx9Q7nXOhcWJVyAvgeQ8iD4H51+HWel1N13nX2gtePWK6YGws7qxEtFvurEZCDmOv3nWndIW+2rmzVm7hwFrQXl1X7+7A+gLVH7FrgsocWB+27X6szmuVevl157VqnNfqCx5LpvUKes00kt1OdTqc7bxdxTUiSrGvoZSWxWe1lDlp2lLhZUp2Zm6rBc9I2eafDouGjduOhyUH1zqPiA/bf7J2dQ/VEjxUN4uAV4KAt241AW+tXcceqiWYzNfJBnZ0+VWOai9xjFzDSuKeSuKXy9iceaeCgx92nqkS9HBYHFNV5rmblkV5U2G/0i76bFe7Y+rmdsfUtdSRzcsdU51XatdqNivSNx9G7eyVyt2w9I8yxCtVXKiz0HYYe7gMkCUdI1b0N90Mf9PN79HfFJLwraflUUbHa0e8PSRGbuIvPlXvwuU0wq9A8GNHhMfICAU3B1LGa7sJPI4WCb1nNY9UDQfRI5lD6sOA1oZ0nN1R7arNWmfXLibrip6ZBA9FD9R1oNvr0HRV38ReCRvexYuwaxVo4+crvSoKXg1dV5eD60qvhs226CVpb+2PsbzvRTaqSbaqtXCtXGU1eZgvu7boptcl/vgCVstQQQ5UzMaEmZkTThSrQezGgiPf+lXbAzVEL0yx68UlZ63oFHuHWMPYJfrGTUOsfVwnzkCbWe1AkhH7wrPz+iZRP8BjiGYbjkG07kMYgXohL9s6exf1E4SGOQs+LHvowSJmvls19t3qtevYa4uGiTQTge1ibyrVS+I+cYiI3gNxH/Fo8LNHzJ9UGcv7YvrsENNnlWT/DrGilKW50X/0TSiWrgJ1FxUL7/Qpiy6vbH3ZFPyeqbvKSPvWm5J2IflC3ftWp+7x6tQ9XJ26+y3qzlw6qHtNqLsW6q5zFSjCKeFOVDUStKzCSgJkDLgNuIOg6seEapKKDOMiFDQRYZF0Ilp4AN7w4ghdFnEtlNh2YSGeFwcQ0qNg3+CBp+LPkBiIbQzQ844+S8WuK4aP0d+iexKKBmgWgUb1bB0TTVY57EyIEILS39cUbzYihNgZYOZZydRBuKWzRS4bu6grnfBSQQAzDheXhqytIlsbwnjwJgoooTtkx1HIyO7jxMWT+SdimlUvOZpcAavvQLCKnzjuJFD7ss4jD1UAfmcJnJ9iMbUAfv/eI8OWA74ShyVh4CsJ8JUE+ErCWpZEz18SqAMfkENdSaCuJFCHR8JQlgTqSgJ1JWEoSxw/ECBXEpArCciVBOTwWECuJCBXEpArCciVuPMSPFBJ8EAlwQMZ5PA4A7mcx/IhkZUAcioHOT9Xx7OiLc7V7FYgMFPHey11vFTJavdU9A05EPni565vLdU+8jJNEik6V1PKMwCSGmCVEn780XoHKRsrhKJEycim5ipNeYeoGZlNLNNU6ywQkEz1H3siabVNdSxTXZWp7pG4jJjjAAjmvU311tWn2q4+1T2rT3W8+lRXbzLV/q2nOsyn2ls21Q5bsC5oD0PFarMNDMiKWp70URhPD28W+6IvDjQm/uhml/SgNa6TBR52s+WTVi5Mmr9y0v4HDdUwH/YhgZwk8EC34Dg+uwga1lB02xUod1NGkv17WUdIOmjoDnXKldxtvRlSBKqH8Qwaw6gekDYYOcAhfNgKYjAR9cF9BYZs2FA5JB5HBCH9soHrBon4h2t6cwR1sHEnVeSnPqQ4VGKBw7f6B9hsTdoPDrTeScTw/wi80oJ3Xp9z8pYECGRYDFhXgWgTgMVAjFocgfoEIqCkPxEgnJC8x+TySX4kUBYIlAUCZYFAGR4LlAUCZYFAWSBQFrCwDSgLBMoCgbJAoIzV6S0oq2RByTooX6BsD0EZSJFY7lSuVYlz6Fpm4fNd8EMx4PltJjsjTqGsOSmlLxhgLlLn9bSiUhGNk50NrCxlvRA7pcXwjoAZzr+82HJ1TNasxpfRpF+Gnuby5UR/J6m1SSvVNuObrZGwkISztlrARx9ptiU/Xkgus9CFs7D15bGE4PpMLR7nU17K6C1YnDXM97AExifK9JtrhjrNW85J4nvFHJHyeS0s/L1kRtjVlm4X6bafGEg+wicSn9uSCwnCd6wY4zvhZglWLTRd0Yu9CapNItER0z3pD8Whl+7jpMbhuGxtiDFmdYhpZJRtEVCizCsfJBz8VKbcC4QBjP6lFhKbxcKEIxP2JLIdgyMzsENvIFu6fRtOZ4s7lPg9ZWd7geALpRFvj+coIhU2WILRJRTzrHaKrWmqfoE/gAAtMJHh8Yc4KKuFerksNp9SxFEIIjnbynf+CZFoHup8KFlZ3DZK4v7DCru3ncLujdbSFScT9ubipRvK0o1lCT3KS+iHsnRvtjbj1ddmuPraZGIvGVvl4lBGHx7TYllGHTjEQL5u26hDKbfLh/mq9VuMwHsh/yWWG96FxJPiBCYxfzktKBVogWnRgkC4uGhJG3/BnM9dn5weSsejLsSdLAmTgTkvJD61iPlhCTlAhvGHaWELiD3ELjDEcMBZBZH9zDkWr+U4iIBJMZlKqLAHw1oZynJbPsJWVVtGdGN6iePtcB8ta6Dks1qO0aLlFY/mvlc/js2mheC8Q3+OCRHug/1KSgDEWJiQbiHzDzOZ/1cCPTdjELpvyiAI41DgEeSRY2kcE9uXM5M9IqCI+wYJKD3MmABIBghIVK5krHFEIlLKO0Bhc5+IIzWJSemhWtmRnqxzrjnWMReb0pyJrDI4XjQNoeCXcN4W2biZxpONu6MeyuyyihGiZaZf9DP94h45RQqxFzlScj10WsZyu5Yx95ErmIWW1OpOctIKtguhWbRoxF5l8mDOcHFmGyVfeviCyFlI9ctlAI6Mv6CHJbzsAxJBhnWSl9jvFk5dKpJPyWd4cJaWBLGki1sAmcTJkCWc47zhSBM+u6lC1m2dJTy44SEqzJbDuOGImuvtehoTMnoS+dzMvgQsiLlw8hvsBipPTzsbSW88lHRM8RFW1OvDvcSmIYJxBx6TBEfy14HeBAeLdcDVx3Yc7MWTaKqBSOtrbadFDHD6O5AofhJPIaal3YDD1BLFpbDN332CMPEhHFwQWZbiYtuJOMSIoSWnK6JnLCYa59ca7YOimUPNkJZLrI22qyEuqvCgmIIKG1+RkAKUN5XQmB6g2Y4OzpIpmahqw1VepspjPlMhSJdsI+lKSRiwiKwgQRmSMjeRlLvJWgISPz5ID9buNt8GQu3ebV6x4gH3LaQRcm7IfNPyOLeNzhQCRtD/kaRYt15msZed27rg5I4epDfKs5iVJMLa2giKRtWV98lRZYQ3PsHuqNcsQiEggi+iRwKCykJoytwS+G66wAigrPIqDfbzltW3QbpoG6MLdm36IOIqJiZ+P1TlFldlY3yfNJJgH+trmdp3uxMgrlmgu376BJl8cdIlh41EyBn2vsVXSd8pTulx1pU6O1p205QHCOW3UXxs+8Sr9jbn/Gtc3DMljnkSPMrehtNc+xgueZrj/XB55ybbCM/K4macGIfsrXr5uWfdJgMeqJcsM9o07Kzz4LxvWFZNK/aGYAbH8uvJ7c8kdXv7uWSLjV4+lyT2dmtHFz73DCq0W2z9EfpJPt6EzxpgTAyMOBbQhaEI2M4RiBZwo7Sal1DXgV7nMuvOcUQbRABAC6UHckaqQrR2MT6w3wZ9/9Mvyqk9cippK7ytwMNXtUyn3FRpccW/ikiDpGiZIlxFvxH3vEzLkvSHdjOtc1rfhaXHgTw7qYkdxEl7XExleCQUPILHCe/YwEmqEIYqWQWG1k8owRM1e9F4WLq2QnB+vfOgVXt5Ac+y4LWJeS/kQ14iHmwzH8AoIibnQ25il1lAKwlLvexBDbeWrdY076dfn7LZb4LazhHO8SnQR/egG/x/4UF39qAHmy0LD3qyB5YelAsPLLzcHdvpgUhmEWvhfUWNzHoOHMsYNFmHJ/BHpkSMoDjmflVDyKH7VVWCDIUSEceXAERYgYTRxbfbhwSK4MtMmjk9gDRYuAFJDyINijwoYzFsq/eoKg3HsKRHkK5ReoSD+TC9Zt1WD7tVubDGzJBHf8cz5fzE5TLv6AnEFdbDMvL47FAsZA6NzLRxPvGykzzIGOfzgUqfDQ/0wni/rzfB/gMauKTKxkLLLAyiRKe++IvYgJQ8L58nQcpefJFqr71I9XAIQOtPHYStis/aZD+Px+CGxaE2cekj7oyjBIYNPrJIxdPIhu8UXaq8QQAxMz3W9XlwoBHnkkJhJYV98eYS/wgEo+zA2+J6BbyAHMaYIAV40OGORXJOWiWnIcwdunB0hsQ3DflUabkzCK3ofMlRc0FqqBSkhrJwfn/l6cqC4/vYk034PnfUri/Sry8MHxzEcobPF4bPF4ZPfMfA8PnC8PnC8PkiD/gc8ZUBWbg9X7g9X7g93/mOOJGA+U8R5f0Ct1fic7iWaQflKI1clBfnIogChpm3Mpi3AAli3kLnncgx1Fhz/QATFbBsgfNTzPnjJYlzAhmtzOewgBHKctmb+5L4lolOoUd0lN2iqIpFUKnCawkRJLPTNwtuRfCRq7BQUmVjRki/Prs0BmzkIM4bXu8pcEGmnGKZJ3R2DMXuPSzYlpyayq2vbxrtLZvTlseOYJTu9zin3avPabjqnOYTKqKZxOHDhHqY0FMc51uUMl6ulPFaXHlJdlC8gh0RToxaABIg/cTlrzlFyoE9k3vleBpSu5CupODDbCVx4XBXOr632WwSpqAFGD+dK/XcaP0LI2qAlaMlZy79/FbA6qPFAvNyoThoWwFtQnH5ZirTn4MmvB6m0GusUIiGBSE4aAnB2TD+jRb1wy2B7m9pGFcCXUnGMMhlRp/95ZmLxPiJyw8gEVfLQRDM5RzAjrNDF8T5mPA6dXwZ/LxZ8tYQNWO16X8xnV+zFVIIdT5uAyCcspBeNw1Bnss0ogUwgveEEFIxfGqJCdHuNZh0tXstdN3cSWF2NYdC+PSDq6xCURtLLEwYFuEXGLaQNWmGpviwIUKJ2DRSh4+91cfkQEskJkkBWXRGLLMnIlR6ATMA4F6SDhEhVNKJXq5jFieJ6iUPzgikplRjLMwHcC2DnoFQUIcIx7zzEE56MCdy0MoGv9bhvBOhCa3KiZXu3QT1WXxoDK0EvkYo5Fqu96zles9aS+8JtYESV0Tng5i7+RvRxbIiHoOVoEKyUmK4ONQdItVxfGvbuZ/ZDByolHS4vQes1m0mofNQxKBHaYk7wU7n/UqR3NxhI7rZrfgUDVxKEDNIowp2DOZyHNfBEcNZWydHM1GzK2CiqpmCg0jab3C7qAVZxwOIOT1DrHws8xCEchei4xXuOjuZl4XNiWmlrWlfaX/ueR7p2VZfaX/btE3cMlegGfbFftNAXnJohncaBs5NziGcxNzaDxc6we8k5bYVFx6BGr5t6014C8V+Odt6k53+CLtEpT2ghmG7xOXcBWY8z4xd5sU/3jMuB74D/CTqSmWxzjlaLCJGzCSMP3X8afZ0Apr02ifvr7TbQLh1lWMuTFRgcyYEN3VLBFfeccCn1JCoGt+PTZI3PyNCnE0tdqRDQYGTGByW60tkC2nfdFHW7ZvJZN34vgQHzN/0HAsJ5l2UfXUj+pHzZxeetbi9F26MconFVhCyPp3PxoOqFqysHDDJtsEV/zMrT99aQ8YFLYcoY2O0ePXTzSH41cqIpcDcFS5rSuzUQvIrSvt13t1INwdrxp24yHpJL5Jtg9hA7IlkQdJN4JZikEVZgHwDmy3vrmY1pygb+SIxFCTWOm9Z1XLSrZNK5cRktl1CzoYiTSITuypY1pNzVFtH02u3F5VkMsLekWNroz/URufiIoY3Dz9u/ZetJrGu5MS60ouJ78Q6j8U6v6ZzGyi+QnIW8LPcS8B76rnIbtNsuuGTIlV2ILGWV1gt6kuWxwdu6qhgefmy0aUFmX3PRfPUfE4Lu2sbd2aOJ3uxPajs+SAQnASIGNXxHJ9jQaBF0nxZAslD1pGRDwHvIGIu0nwg+9ldwPnsfLyAXX/4dBZTy55SV4Gn+YVIlPfcA3c+A93J+Qy8cUY22mpu7B181kSdD0juJlmzxhx6H0ScbGQCt5dY9t0yyHTycRR9KvozbYzYQwaw20vzvo6PcKwkh6F+h1TVHDkDUZLyCBZXJOAHduTeo45gH4r1xemTqtiDKs7bbJfjYBb7YysNc6/E5oA3ZbEymzkm8kYVDkNgfTIo6tzKqHPLoxaqHP1DRLyAAdzLziQrnEbNlfzEY4rypieZP3LXNzx+Cin3By7rdXf9vrtelyIgLK9hz99rHjNmSg5VyKRZOZ4sgTgKPTD0muJEfMGT69tGrm+565vuOiAX64w+xPPDDiRb//kyLKeEXTSuxJKcG6VHaZTf0FLmdZe+7tKv6kLhJSjfFJnKOI4PNr1Ig1zZt+RdmA1aTbjoWn0JVxrsF7zCw0X38CX38JpLv2Ckqddc115x6TeKNb/OmferH7lC1yH9XChnnP+rHlxRX/GcX7M70txv0s/3vEb6bX5ApQjeP5Ug0hlsHqOfldAILrgTB8vNarhQlrPj3uLAczr65yG2Y59jQCelQ649iUV2rLZxI6wmI1130s5tCBdyd875ryIeVlvmsMxcnUQ5d28L5rCynM2I0yCXm8PG3UG/2ALbJ/e5d17V+dt7uQqNOov4xXzC20twtw/m6xwB4htevcMFj67td0ctdxSDR3tZ8GjL4ezlBBUxg4W3cLbnkwPF2f7ddkdxC5wVjHdHZT72ZQktk0WGfsljGiX2LH7J+RySdCHO9fEtokEXPOsNnBhTI5715dxVsJxHgyZ1203c6ku5vZfvlBzfG4sDeDDPx5Lj+MB6nPs9hHyKIHHhmUtELHFjtTMZy7wQayxuE2tpfbtADC5OM97vEXwm5xG2ojXHLlhzsdcl9mjvtGtsZ7tgF7f7w69BQMFb+MN3rhql2XaOc3zmmPcfUFIc4VvDNKrqsTCnPas7xKwpel2zU03nqqxzZ8Gve83V1es27OBClAdbXDG6Lhxl/B6iUSqhrVD5sadLj1PTuua+TSxvL4tK8ZM2Iq44i9Uie/PmSPXkwteQ4t5pvNwus9J+d/BxkC0sv1OOBebYOOB03YpSstkR7HX8idaeLyOm1d2mGP3GRP9Ii3aQUBbLLiJYesLOe4KrwFxnuMoTXOWJZOQxXw9E5Qmi8gRReTbjboqa3ILiD4dWYbepLehgeNsq5AZfRKQ4Zs2SU7B4Mkb/2unn/jbaK4iVvVK9AmINMr1b7jgmAp1E+RFvMS3hHrSEe9AiFBnnO7ZquAeO4uBnARtKeYCEEmJplkSvudouGr/gvIUdhOK8JdsLrS9eW1T3QOZ+GrQN73Wnt/vbGN5sq3xSkuEN8uF1qihfjgFxEvOIBBbXElgcHXnFCCVHwPTsYEzqkd/Woz/WwsKt6BFo8s+jR9WbALgvPdIFAA8zZ/nMfZ40qkTcFOlS/RVQPkaLku0ILO16N5WOtUSjEWmY9bLhzUVg44IpgerHk0ylGtE/MZnVbaAgp8j5Y+y9VuadaALsLArxYV6+dUGQwN2UDpNkV2F9TrbD1cv3tfKdO+ULYR8W5hoi9AW8KZndf/NKWBZhZytSGkh0A44zgJ3OLESiFFFePy6JeOKOa5VjytgkwzIi737ND/Ni4SoGY+rELM/KnUo6wA1DUIm/yNGdbnAMtk7ZOMxxABKmmqQKOzfk7Ylc5KvoH+tcxnfQtFtO4s4OQIVTn7dHHDlIUtqM4WZcJ4fEypHEIfNc7MtGdkk2SHUzvwOPET6urcQIGgQ7wDZ1hHTAZLAU7Y5+5+DVcvIpggfITlffRYOSr7E8Ous0LX7CO848ARfjHCHkzCk4h2je6BdIL4Sr8fftlehVEowv4JOUBSei1ezT4di5jAZBGfhFjyRgt5/27wKmXoMrcqKdPTKr3/BmRD7YPT9YzbFLcvjw4/TqD6gONpm9+e51LDgOU6qIL+niYdIC2QmfiFaNt+Zn1LkNLVDAtE6NDBMAlG/F9t8zzScY8BF6vkS240hY7QdvexIgrSc7IdHEU/mZ8GIsuWje2zDklkdPnMAwDhdJSOGDU5B4nhPX5ckiJyzff5PvY75/3TRgGTyt21zMbHEA3Ol9vuzYDVmi51N85XBB6XhVzpySBAvHcl5gFnfMy8bHeQ9OuSCR7oj6cEo83VWvqIXuZrd3l2l7G3Ly8UPi+6j5DGts7GaOPWQndcMKr17HuVjvMNbUYcRmjCaEeSnuhzfOJ8qTc/mwAx79yrRKBU2FG3kznzhNSnYOlqg1sm3z0a/zOs/Oy7ZycrYWL7W6J2w0I09vv6w08RtiZ03idCKOFegLq+/zOXyy2xg84+9pXdjRb9wpcKEMijrgF0M1cMUHWHrxeQ8va2h03MNRXHglhmwj5GPOc5dfP9+RnElQcixgSM8jN4k05y2MIZobat6MR5q2c5muzc9OUFZ80uLnhb3AOaXbOByWzxvrP6/Z7xN5z7y41+n4PFETulCr/J5oiwMWAFyMgUdYsYfmCK8rnkdajlFXiYc4Lh7iuKw875hIWr6VltcjR4KjcY+O3gxC5FxRT0CeIcRvQYhDoUEOIRzlQstRZSuA4585/tnmA8SeEhDHhZrGgy7uYq4SBGnkzXx9fMccEVcni6kRbwdRgOMSjGDs2wHNmxA+zDtrKblgsQ8RYychEaI89Zx0IUEF5VhBOXt3AIOOh9FxQzNMUNsK8ct0RF1h7bi6Uoj9W1dph2yhLmAszBP/6itYE1euXM1spT1LVxcdHtPRg5p93bMjKw2iEgK7gRB5s4npJfJzmKvF8Oj0zsbBXmhr46CTZavzBjbV9ohhNDouxHbY2kjBEbcXOcJ64VgVYJrFXFe4uDzQ2HJh1hMBUPxfwTBfct70tkD2fWEilfCCPcwLbmEmsluyYs7yG8JoehIFxWZcYlX43pCjJ8TCJVZ57F2wBMbM4rTs4qPw3lJ3mmHLZV48h30+xzXejb5+Xye8UF9j2NEgv4hrQTnX+Qhutr8ZF9ciwPG0HNdCMw3nM+Yc3VLitCVmbiv8qYBU9NctuP95jUh3Q8ZD5+PRnW8wFbaE2axikDcjMdr4XD0tURy1LJHuRjzMCMFpdbN40YXwsNVEx2tdCCodf0iiTi7vavQJrRdyuPuIKJ8cfkbIIaeMEWScE0j2ARWzJs5OZNyHc1NHW0fcqugHxitnrgL5MMrCXWX8lBs8HsZwmSQVyAiC3Y9P8WIvuEjpgpDCTGk8mIfpRkBeASysaYnGA5rXM8MZ5gBsEWD0Q9ngQlkHQewINdNoVCQsSkmYhVBGofIiv1rGUbUVmGSW1WcyvoGSUzhGPTuoU77PukOu/MWsgn1W723WJPhp9yt1Vvg5/urpltTHk9cRveXpsA0xCzEUAPVlgEEcswH2ZYAz15uqmHXD4rHUVfFBa4Eon3ysrCmKdm7JGhelmqN8iR+xW7IDArzE0n1+iXR/8Vps8oBtcKvs8CkAdAkiqE67IH9qPicYsifzyWELaPgg4hLz5Knhs9fBqNsyO7UITw+DYFLBGapxXWAELpXCJy0zRMl542IBgrcih8uHAcr5kgYIkxu4rc2M3cPchhRmNqRsGjQfle62QrZbyHECK6GrFofPRIwsKFpMUYSSfqAzs3EojPGAqNwZKcHTzWTqM16p+7VeuBX38J/DMvxVycQL/vmW3jvfZs1Ag80oGdCUBGhKsiqzTc3hsj2InRK8RAnQVIpuWy5kFgfU4UokLec5drBuoepEcj/JBHEWQLrR/EgEyvoanvJM1a8hggKYGP0nbLE07BbvWcw8Ka9PTDckELfIbwlJAoCZNVlUbfiTs+szvlOV47aF1B9E0F1e5g32e/HYH5+XKxXfn8VB5IMMRWYkPMvhl8Fix1tFqSkjIMJoVaJka2FYSWiY4jiRPdMwk7OUBKkLx/NydBzY3YKpxJ15y5IYu92LEp+D1+Xi1BflmG7HbLd2ysFVWxjenmnbXhNM0dafKjI6jWV1sZNLPJWhn8idAiz+6fn4ZuO5T84SZslbHHrofQGu2OldeJA8oFSWtrGPgCd8rUx4TWzqgYjqzD9mZ6nzhq912OEA754aR8Xybe2QewwVTL2bdTL1LlHJiJoGGespo4tVNSiFx91D7JjGQUN9u17Ck3FA0ZiXGGuYi6Frsu5w2DIOChVnwTMr2Q5pXptf8ExF1E02F0T5wExZU5iybE0ZWVMmizBo8gWV62NDtptmZK5NH6tzlA/PtsS7R3WLP6gq+oNOzPLGcTgHM5cNJJeq/bTcrc5d/a6+4xG+L/HeopJlfZggKXh0ydjHYk32MvsMK5eGmHnEoIhZuYLDGsXiqjJl7aUlOeUe2f2ZYZoNfLLXFTtdlZssHxjMxYpTTqfmO+MOy36wEvtQD/srjQ0hkcYsSplMxXnRh9qCRdt/T/NQxG25plPLVHg5z8YiN4ek8+MHaNnkqk33+X3LsbRxWJqllGX6ywxJ+yuQ9Ieh1XJ6t8wsBlzh5Zgv5WOrhTr6cvgCkTTCJm3HB9DjKapML7RzUhxyjlBBfIfERtXtkVOrjEx8Jli5vs2JsQdZdyuHjXtQFQRxUzCci9MOLYFzYgK34Xa8OemS5XLsDcBYR79uCJWfI3EQgcw5AJNAeiKnbMDkFoyLDIQDzuXcbLqf4KjIoLDnRmQDNdtV2B9L9hMYJpetdVXULgROuwCEQdqFIBNMAqdYcL45zt/ltNTj+CxDwtmtN9ZmMSO93F3jykOf7v5H+//tp5797uLvvVNigB5VAuHuyHgwXPHHM4HVquiAyrZnKWzijc+z/GlkI2F8QMJ+YQfvb1o+alw23gmwiCO1owc0Vfr8zevyuK69L0vw+WJdoXNiwZ5jZ/7juj7xswzDCPdXr97fj+UT5UQEnirRtGCt3ULL4rGWRTn1DhtQWmqLByBPL4hiRR/xF1KEw17JJBGCd0FzJRg6mQ9MI3rRyX5LntvgbPVeF1iO3QVwkDGzuPFzvE1sKhEVBC359KcXiel9MP5t7Qy/LZcKX5wyNNju16ADeM1rxE9YCbedeW5od9CfF+/kXuILzMVNsTkTQ3cG9GnJk6VoFlaeB/Ib+XkgjMUzZx/r5Q5AfKfaDgohDYZeWCZwK2wijR+TE2lCt1+w6gL5M1GCVOnUog8U8B4wYt3pEntmGGCZ/TLCj2W8AqFZh+0ixraEUb+u5b5auIePFt3/KgEz/KXQHII+H3HS/NbxR4VTxsDsFw9iaiVxENOf/HldHCUY7j8q3+iRb3yIOgElkOx65uN+Ri/oXxNU/mJ6YaEZn864LzVavpgFtqOH8ekoGnGy9Em2XTCOVc5DT08d6pVzOJS43LEbDgt70ADtIYhLfTi+WS8PyFASNwezTIlpS9N1bKgK0IugIV5p97dhu0Aip2Y4jrd+FvxLAsHwDsGJfwOmPP4D3UqFSA0ohn1Ha5RsYI4P8FbnmxnjbvICHFj33vqF3VhfnhsxjwNNZz6NNGLeXtceD/vN3FZVDNhwO9JgcOXTQx5jnWGiRKsoCvL4WZ1jhm/5sgWMeCMZqX7sOHaRTI2EEseRTy6mqQuwlXgSBQ3ga+YboljSHBsiZW5CDuUoyFQgxkG8QTxLe4SylniPnRNMS6mTrdgdBmEHGNuKBC10uierArs9pQom1JYoLi1NEiJH7ReGxAXLhSOWE1aYjMs+ZL8R7+BNuP3siexLAGgf0V7vHmJnK7obHGInLCr1APtnQQL3xNuKZdtya7MBRN4kgv+Gs/E482CF9wpUD/mZT2+0xijtGOqKC36vJUBaR3ohPMyOVLibij9Avw3oO6o2mqpj3HX8ASocungOvCuwA96v7IlngMHCeAe2QWbBrkMXzD0QH85W/3u4/z4HbqemCyMzkIfEU+zNIpSJY1vnWw/leSAG652qjacjpJZJ3tacq4v1bTkLtyunmAyiQvY9IYMEzi873prJYaZQUNEOxqOYRRbXmOlTbvO02wW9TFaLjuUMA+/ehDD3KX7E24N1WjkszltxB/tTxyYC6mFWYQrh673ZvfR602Es84642eR4B+jlHsFswpulC/vE/4pZxqmEuSVdEzdEIgnR08aDpUODemnQR+02tnLcBcXBYlTUojbasdjUx/h3NLvYLojFLWRfA7c1LRWhFp5mYspzJq+hlnHuc/pn/TRJnrzJ4HDeBqcu/lmacWc7McURnZ1MazsJ58UXMwV09E9bLvU+u9QPFKSWUGSTfpZN7mOpZatkWbn05Q62y7eSlsUo7wRI3krqtelJbe7IwzpNdsEVm8tgkRVToqFhww1pB8P4l5JA4grChTH+pTo7XlXF6zEWR/qAgS1w48oIOIx/QeLzy2Fv7kQuw3oY2eVLUpzb1gnohfsoexHyiA5kRh6x7jgxJBLq4se/r7P7sHCvcf/RbC3lUDAlp72BRBUcMlkCk34q5yIa8qDEO7mrxKZp99XNrkqfsakoRQkZAupv+sjjR7e1HmXgKA66zM+tfDpVeLpetZawijtAV2kFdytnm6LreC+ux3qRqTI9FmVSAcrsEjOfUMcGosFF61AlUTX6hDffxD7I3yQOBLwkghqw7caIHV+17PhtCOiCqCudssjEX9H4jnLHqGH7CNUU7dawd8LfH4LHtmXRi3AERSjcLemmsCqcvmmdkgPH8NIulgV+sy2PsS7lAWG5MwppjNtT65jR6ozS732BGPJeZsh/Q2yB7mgxcYox6dqDiS9h3NmqwXsDWfpdTb7xz4+qILekcQSuUecXAGWWzyekxfMiFxOy38veJs29mVjsNdosrrw9JBT+MRP7zYLT7H7EZ38bRG/gfU0sKI+x0jPVc1GEn1ljzhfMnCR3JuohafkPH7TqHywm6juJHh28+GJ6oxOmyf86POSfG13IOnXhQn6LvUw3ylMvf56vHHvCjC58zupnjhBIPfNd6nb0TinqYI6O1tnjcgum5nGieU4iyUiXaXciMQAPxhjG7aWrxr8qFZDaN6sLx+fl1Vq6rTBYxzRaa1T6Q8zov1I8pR2ZgPB4dC+NWGbLL4TZUoQAAcPbcE47oRlZyH8WjYJQnLtl8STT32LAW++1dE9eb/QB0TQtr0B2Lsd+IXiWNO7WX7sL2xpaX4mmPS+znBUEMkTWoxeMnH+3B87RGk5ICfE7DI/LrQLWP8eW/3YbAKlf/owkn6czInSxFRku397n85c8/hIfROIwC04oYSf0YL87XYb12vTZ4CyzKWS8mXKWImC56VTPi9jnnOMLYp9PTfAy3RmtsIMRifzByjn08zEt7vg2sS8a/sBp74N4MDuctc2+VnqRckpiX/PEvmZkq08QP+CAcFncy2jGeHmIs7wdXj5dbe3Y5g3IViFxhlBuAwKpeeKTYgcI3blB8cncDTKfahuc+7Pog8uEmcKxF0wPVz32InpfRuVEFeBNWe10uSwAmngsiv5wuRuHkY0WThiAZTnvrew1Y+9cto8k7DDGFnV47Ajxx3YLkqvjXy5uXaixX1UIf2wxKBkns0pf3bmOTrnozNbOuBX9T50eZOUlYoo6x8dOj42fnH/anjo72Tw+ferJDXPTJ8cn7cmZicmn7Nz8WHN+zo7N26WaPXZm3k7OTEhSuRKnKPPUcXvs1Bl6cr+dPzFppydn7Mk5u9TFbyBHiiJPdTXHZh6flIpd/lKS1SLPjp9qWmkEZVFlj8+foBdjeUgN+M967b7mmbn58ft2jQwPDO3evnty+/GxHbsGB4Z2DB47fmxsfPvgxNDI0O6JocnBsZ3Duwfumz55rDnWfPq+8VPNyfvmmuP3cZX38Sfvbc6puYmpe54cm3uCnx1rnnpybrJ5Hw3i/MlTM3Mo8PP64PxkE9Wdbp6aPzV+alq+NzY/fuL/z0fGpqdPjXNVVOX05Di3+r6zk+NHJyZnz0ze98SpiZ9P9c2xJ49StT+/Cn/ulc2dpl4fb5564iiG+ujM5Nz85MQtZ/jJyWPN+fH86/dNTJ6eu29i+gmu856Be3fcu307v5Dloegfm1j9Jk5Zx6Ho9NefrbFtlPZidTvlzdFfjf4G7t1+7wCuRHotwozQXy+OW6f0errOwN1oWfoX6e9PtHzjuRKxInQdm6PmYlrt8bGT05MT99uT9gE7Nzl9/F5aE/3bsvJ/6SlVuWn5xk3Lv+bKH6c+fZiuf9Qp7X6keXJyws6fsnMnmidnpnA3ZqfHmo9PNm2GW9bTO0eo7N3ZN+fnJ584PS/vzY9N0Yp9cmayOXfi5Gms3Y/SANuzY9NnJu2TJ6hN9uS8pQkhHNOk2ZicUB+hNv0y1TNbVmotxuLM9LQ9ferkDE2kPY0ecc2YqObk+Jnm3Mmzk/bMHCOGsRl76liDIN9OTM7ThYrSR8ZP2CdPnZmeILwxxu+emZkbOz5px6ZPjs2dnHmcUA5X9156q9Ty/r6hYnUYrIwnc5il36H0zkK67Cs1VEh7lB7GFYfe05/v/gL6Kzmda+jyyu4e3yNWl1RBimqRZ1UHY2voj6ZNPfEbf/k/333kP4w/lf6DX53t/eI/XX/lk78y+Cvl73/sqZc/+5G3rv7NSpg4PXfyU5P2Qx+0fL3LPnFy5iiA+QQNl1LbCZY/QPX+Y/9WMCXvP9B6f+ypm7z/p760s9iveFn/Md8raJZqjXmfG5+BgYHtAzsGdg4MDuwa2D0wNDA8MLJ9YPv27Tu279w+uH3X9t3bh7YPbx/ZMbBj+44dO3buGNyxa8fuHUM7hneM7BzYuX3njp07dw7u3LVz986hncM7RwYHBrcP7hjcOTg4uGtw9+DQ4PDgyK6BXdt37di1c9fgrl27du8a2jW8a2T3AKGkHbt37h7cvWv37t1Du4d3jwwNDG0f2jG0c2hwaNfQ7qGhoeEhwl3D24d3DO8cHhzeNbx7eGh4eHhkhJo4Qp8foapH6LURynJrBZA2cfLsyYlJe+xp+6nJ5imVfvsrRMG1Jk0Q3/j/Hw==";
var le = 5e3;
var A = class {
  constructor(e) {
    this.recorder = e;
    this.empty = e.attributes(new Uint32Array());
  }
  recorder;
  texts = /* @__PURE__ */ new Map();
  sets = /* @__PURE__ */ new Map();
  empty;
  flat(e, t = {}) {
    let r = [];
    for (let [n, s] of e) s && r.push(n, this.text(s));
    for (let [n, s] of Object.entries(t)) r.push(1024 + this.text(n), this.text(String(s)));
    return new Uint32Array(r);
  }
  set(e, t) {
    let r = this.flat(e, t), n = r.join(), s = this.sets.get(n);
    if (s === void 0) {
      if (this.sets.size >= le) return this.empty;
      s = this.recorder.attributes(r), this.sets.set(n, s);
    }
    return s;
  }
  text(e) {
    let t = this.texts.get(e);
    return t === void 0 && (t = this.recorder.text(e), this.texts.set(e, t)), t;
  }
};
var ue = ["timestamp", "ssrc", "packetsLost", "jitter", "lastPacketReceivedTimestamp", "packetsReceived", "packetsDiscarded", "bytesReceived", "jitterBufferDelay", "jitterBufferEmittedCount", "totalSamplesReceived", "concealedSamples", "silentConcealedSamples", "framesDecoded", "framesDropped", "totalFreezesDuration"];
var pe = ["totalPlayoutDelay", "totalSamplesCount"];
var fe = ["packetsSent", "bytesSent"];
var he = ["totalRoundTripTime", "roundTripTimeMeasurements"];
var me = ["totalRoundTripTime", "responsesReceived"];
var m = (i, e) => e.map((t) => typeof i?.[t] == "number" ? i[t] : Number.NaN);
var P = class {
  constructor(e, t) {
    this.recorder = e;
    this.attributes = t;
  }
  recorder;
  attributes;
  calls = [];
  made = 0;
  ids = /* @__PURE__ */ new Map();
  get active() {
    return this.calls.length > 0;
  }
  add(e, t) {
    let r = { number: ++this.made, connection: e, settled: false };
    this.calls.push(r);
    let n = () => {
      let { connectionState: s } = e;
      s === "connected" ? this.settle(r, "connected", t) : s === "failed" && this.settle(r, "failed", t);
    };
    e.addEventListener("connectionstatechange", n), n();
  }
  async poll() {
    for (let t of this.calls) t.connection.connectionState === "closed" && this.settle(t, "abandoned", Number.NaN);
    this.calls = this.calls.filter((t) => t.connection.connectionState !== "closed");
    let e = this.calls.filter((t) => t.connection.connectionState === "connected");
    await Promise.all(e.map((t) => this.read(t)));
  }
  async settle(e, t, r) {
    if (e.settled) return;
    e.settled = true;
    let n = u(), s = t === "connected" ? await be(e.connection) : void 0, o = this.attributes.set([[3, t], [7, s]]);
    this.recorder.connection(e.number, o, n, t === "connected" ? n - r : Number.NaN);
  }
  async read(e) {
    let t = await e.connection.getStats().catch(() => {
    });
    if (!t) return;
    let r = u(), n = [...t.values()], s = (l) => n.find((h) => h.id === l), o = V(n), a = o ? this.recorder.pair(this.number(e, o.id), new Float64Array(m(o, me))) : Number.NaN, d2 = n.find((l) => l.type === "media-playout"), f = ve(e.connection);
    for (let l of n) {
      let h = String(l.kind), H = String(s(l.codecId)?.mimeType ?? "").split("/")[1], B = () => this.attributes.set([[4, h], [6, H]]), W = () => this.number(e, `${l.id} ${l.ssrc}`);
      if (l.type === "inbound-rtp") {
        let x = new Float64Array([...m(l, ue), ...m(d2, pe)]), O = Number(l.fecPacketsReceived) > 0;
        this.recorder.inbound(W(), e.number, B(), r, x, a, h === "video", f.has(String(l.trackIdentifier)), false, O);
      } else if (l.type === "outbound-rtp") {
        let x = s(l.remoteId), O = new Float64Array([...m(l, ["timestamp", "ssrc"]), ...m(x, ["packetsLost"]), ...m(l, fe), ...m(x, he)]);
        this.recorder.outbound(W(), e.number, B(), r, O);
      }
    }
  }
  number(e, t) {
    let r = `${e.number} ${t}`, n = this.ids.get(r);
    return n === void 0 && (n = this.ids.size + 1, this.ids.set(r, n)), n;
  }
};
function V(i) {
  let e = i.find((t) => t.type === "transport" && t.selectedCandidatePairId);
  return i.find((t) => t.id === e?.selectedCandidatePairId);
}
async function be(i) {
  let e = await i.getStats().catch(() => {
  });
  if (!e) return;
  let t = [...e.values()], r = V(t), n = t.find((s) => s.id === r?.localCandidateId);
  return n && String(n.candidateType);
}
function ve(i) {
  let e = i.getReceivers().map(({ track: t }) => t).filter((t) => t.readyState === "live" && !t.muted && t.enabled);
  return new Set(e.map((t) => t.id));
}
var J = /[\p{L}\p{N}]/u;
var ye = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]/u;
var C = /* @__PURE__ */ new Map();
function D(i, e) {
  let t = `${e} ${i}`;
  if (!C.has(t)) {
    let r;
    try {
      r = new Intl.Segmenter(i, { granularity: e });
    } catch {
      r = i === void 0 ? void 0 : D(void 0, e);
    }
    C.set(t, r);
  }
  return C.get(t);
}
function ge(i, e) {
  let t = i.normalize("NFC").toLowerCase(), r = D(e, "word");
  if (!r) return t.split(/[^\p{L}\p{N}\p{M}'’]+/u).filter((s) => J.test(s));
  let n = [];
  for (let { segment: s } of r.segment(t)) {
    if (!J.test(s)) continue;
    let o = ye.test(s) && D(e, "grapheme")?.segment(s);
    if (o) for (let { segment: a } of o) n.push(a);
    else n.push(s);
  }
  return n;
}
var S = class {
  numbers = /* @__PURE__ */ new Map();
  of(e, t) {
    let r = ge(e, t).map((n) => {
      let s = this.numbers.get(n) ?? this.numbers.size + 1;
      return this.numbers.set(n, s), s;
    });
    return new Uint32Array(r);
  }
};
var we = 200;
var Le = 3e4;
var I = class {
  constructor(e, t, r) {
    this.recorder = e;
    this.attributes = t;
    this.lookBack = r;
  }
  recorder;
  attributes;
  lookBack;
  segments = /* @__PURE__ */ new Map();
  waiting = [];
  take(e, t, r) {
    this.later(() => this.record(e, t, r));
  }
  close(e) {
    this.later(() => this.closeNow(e));
  }
  settle() {
    this.lookBack();
    let e = this.waiting;
    this.waiting = [];
    for (let t of e) d(t);
  }
  later(e) {
    this.waiting.push(e) === 1 && setTimeout(() => this.settle(), we);
  }
  record(e, t, r) {
    let { recorder: n } = this;
    for (let o of t) n.caption_arrived(o.emitted, o.handled);
    for (let o of t.slice(0, -1)) this.item(e, o);
    r !== void 0 && this.revise(e, r);
    let s = t.at(-1);
    s && this.item(e, s);
  }
  closeNow(e) {
    this.segments.delete(e.segment) && this.recorder.caption_closed(e.segment, this.set(e), u());
  }
  closeIdle() {
    let e = u() - Le;
    for (let { line: t, revisedAt: r } of this.segments.values()) r < e && this.closeNow(t);
  }
  closeAll() {
    this.settle();
    for (let { line: e } of this.segments.values()) this.closeNow(e);
  }
  revise(e, t) {
    let r = this.segments.get(e.segment);
    r || (r = { line: e, numbers: new S(), text: void 0, revisedAt: 0 }, this.segments.set(e.segment, r));
    let n = r.numbers.of(t, e.options.language);
    this.recorder.caption_revised(e.segment, n, t !== r.text), r.text = t, r.revisedAt = u();
  }
  item(e, { emitted: t, handled: r, written: n, painted: s, final: o, hidden: a }) {
    let d2 = a ? "hidden" : Number.isNaN(s) ? "missing" : "painted";
    this.recorder.caption(e.segment, this.set(e, d2), t, r, n, s, o);
  }
  set({ options: e }, t) {
    return this.attributes.set([[1, e.language], [2, e.speaker], [3, t]]);
  }
};
var Ne = 8;
var k = class {
  constructor(e, t) {
    this.recorder = e;
    this.url = t;
  }
  recorder;
  url;
  running = false;
  check(e) {
    this.running || document.visibilityState === "hidden" || this.recorder.clock_due(performance.now(), Q(), e) && (this.running = true, this.round().finally(() => {
      this.running = false;
    }));
  }
  async round() {
    for (let e = 0; e < Ne; e++) {
      let t = u(), r = await fetch(this.url, { cache: "no-store", credentials: "omit" }).then((a) => a.ok ? a.text() : void 0).catch(() => {
      }), n = u(), [s = Number.NaN, o = Number.NaN] = (r ?? "").split(" ").map(Number);
      if (this.recorder.clock_probe(t, s, o, n)) break;
    }
    this.recorder.clock_round(performance.now(), Q());
  }
};
var Q = () => Date.now() - u();
var xe = [408, 425, 429, 500, 502, 503, 504];
var Y = class {
  constructor(e, t) {
    this.recorder = e;
    this.url = t;
  }
  recorder;
  url;
  sending = /* @__PURE__ */ new Set();
  keptAlive = 0;
  failures = 0;
  notBefore = 0;
  delivered = 0;
  async send(e) {
    let t = [];
    for (let r = 0; ; r++) {
      let n = this.recorder.batch_number(r);
      if (n < 0) break;
      if (!this.sending.has(n)) {
        if (!e && (this.sending.size > 0 || performance.now() < this.notBefore)) break;
        t.push(this.sendOne(n));
      }
    }
    await Promise.all(t);
  }
  async drain() {
    for (let e = -1; this.recorder.batch_number(0) >= 0 && this.recorder.batch_number(0) !== e; ) e = this.recorder.batch_number(0), await this.send(true);
  }
  async sendOne(e) {
    let t = this.recorder.batch_bytes(e), r = this.keptAlive + t.length <= 61440;
    this.sending.add(e), r && (this.keptAlive += t.length);
    try {
      let n = await fetch(this.url, { method: "POST", body: t, headers: { "content-type": "text/plain" }, credentials: "omit", keepalive: r });
      await n.arrayBuffer().catch(() => {
      }), this.answered(e, n);
    } catch {
      this.failed(0);
    } finally {
      this.sending.delete(e), r && (this.keptAlive -= t.length);
    }
  }
  answered(e, t) {
    if (t.ok) {
      let r = this.recorder.waiting();
      this.recorder.delivered(e), this.delivered += r - this.recorder.waiting(), this.failures = 0, this.notBefore = 0;
    } else xe.includes(t.status) ? this.failed(Number(t.headers.get("retry-after")) * 1e3 || 0) : this.recorder.refused(e);
  }
  failed(e) {
    let t = Math.min(1e3 * 2 ** this.failures++, 6e4), r = Math.max(e, t * (0.5 + Math.random() / 2));
    this.notBefore = performance.now() + r;
  }
};
var R = class {
  constructor(e, t) {
    this.recorder = e;
    this.attributes = t;
    let [r] = performance.getEntriesByType("navigation");
    this.activation = r?.activationStart ?? 0, this.firstHidden = this.hiddenBefore(), this.observe("paint", (n) => this.paint(n)), this.observe("layout-shift", (n) => {
      let s = n;
      e.shift(s.startTime, s.value, s.hadRecentInput);
    }), this.observe("largest-contentful-paint", (n) => {
      n.startTime < this.firstHidden && (this.lcp = Math.max(n.startTime - this.activation, 0));
    });
    for (let n of ["longtask", "long-animation-frame"]) this.observe(n, ({ startTime: s, duration: o }) => {
      let a = performance.timeOrigin + s;
      e.busy(a, a + o);
    });
    for (let n of ["keydown", "click"]) addEventListener(n, this.finishLcp, true);
    Ee(() => {
      r && r.responseStart > 0 && this.report("TTFB", Math.max(r.responseStart - this.activation, 0));
    });
  }
  recorder;
  attributes;
  activation;
  firstHidden;
  lcp = Number.NaN;
  painted = false;
  reported = /* @__PURE__ */ new Map();
  observers = [];
  events(e) {
    for (let { interactionId: t, startTime: r, duration: n } of e) t && this.recorder.interaction(t, r, n);
  }
  hidden() {
    this.drain(), this.firstHidden = Math.min(this.firstHidden, performance.now()), this.report("LCP", this.lcp), this.painted && this.report("CLS", this.recorder.cls());
    let { interactionCount: e = 0 } = performance;
    this.report("INP", this.recorder.inp(e));
  }
  paint(e) {
    e.name === "first-contentful-paint" && e.startTime < this.firstHidden && (this.painted = true, this.report("FCP", Math.max(e.startTime - this.activation, 0)));
  }
  finishLcp = (e) => {
    if (e.isTrusted) {
      for (let t of ["keydown", "click"]) removeEventListener(t, this.finishLcp, true);
      setTimeout(() => {
        this.drain(), this.report("LCP", this.lcp);
      });
    }
  };
  report(e, t) {
    let r = this.reported.get(e) ?? [], n = e === "CLS" || e === "INP";
    Number.isNaN(t) || r.at(-1) === t || r.length > 0 && !n || (this.reported.set(e, [...r, t]), this.recorder.vital(this.attributes.set([[5, e]]), u(), t, e === "CLS", r.length));
  }
  observe(e, t) {
    d(() => {
      let r = new PerformanceObserver((n) => n.getEntries().forEach(t));
      r.observe({ type: e, buffered: true }), this.observers.push(r), this.drains.push(() => r.takeRecords().forEach(t));
    });
  }
  drains = [];
  drain() {
    for (let e of this.drains) e();
  }
  hiddenBefore() {
    return performance.getEntriesByType("visibility-state").find((t) => t.name === "hidden" && t.startTime >= this.activation)?.startTime ?? (document.visibilityState === "hidden" ? 0 : Number.POSITIVE_INFINITY);
  }
};
function Ee(i) {
  document.readyState === "complete" ? setTimeout(i) : addEventListener("load", () => setTimeout(i), true);
}
var Ae = 2e3;
var Pe = 1e4;
var K = 1e4;
var z = 1e3;
async function bt(i) {
  let e = new Response(new Blob([Uint8Array.from(atob(q), (t) => t.charCodeAt(0))]).stream().pipeThrough(new DecompressionStream("deflate-raw")));
  return await U({ module_or_path: await e.arrayBuffer() }), new G(i);
}
var G = class {
  recorder;
  attributes;
  captions;
  calls;
  vitals;
  clock;
  transport;
  batchInterval;
  closedAt = performance.now();
  polledAt = 0;
  beatAt = u();
  heart;
  constructor({ endpoint: e, key: t, app: r, batchInterval: n = K }) {
    let [s = 0, o = 0] = crypto.getRandomValues(new Uint32Array(2)), a = new v(s, o), d2 = e || location.origin;
    this.recorder = a, this.batchInterval = Math.max(Number(n) || K, 200), this.attributes = new A(a), a.resource(this.attributes.flat([[15, r?.name], [16, r?.version], [17, r?.environment]])), this.vitals = new R(a, this.attributes), this.captions = new I(a, this.attributes, () => this.vitals.drain()), this.calls = new P(a, this.attributes), this.clock = new k(a, new URL("/v1/time", d2).href);
    let f = `?k=${encodeURIComponent(t)}&s=${Se()}`;
    this.transport = new Y(a, new URL(`/v1/batch${f}`, d2).href), this.clock.check(false), this.takeOver(), this.heart = setInterval(() => d(() => this.beat()), z);
  }
  async flush() {
    this.captions.settle(), this.recorder.close(), await this.transport.drain();
  }
  async shutdown() {
    clearInterval(this.heart), this.captions.closeAll(), this.vitals.hidden(), await this.flush(), this.recorder.shut_down();
  }
  counts() {
    let { recorder: e, transport: t } = this;
    return { captured: e.captured(), delivered: t.delivered, dropped: e.dropped(), waiting: e.waiting() };
  }
  takeOver() {
    let { recorder: e, attributes: t, captions: r, calls: n, vitals: s } = this;
    p({ captions: (o, a, d2) => r.take(o, a, d2), closed: (o) => r.close(o), connection: (o, a) => n.add(o, a), events: (o) => s.events(o), error: (o, a, d2, f, l) => {
      e.error(t.set([[8, a], [9, d2], [10, f], [11, o]]), l);
    }, translation: ({ options: o, requested: a, firstToken: d2, done: f, accuracy: l }) => {
      let h = t.set([[12, o.from], [13, o.to], [3, Number.isNaN(d2) ? "missing" : "ok"]]);
      e.translation(h, a, d2 - a, f - a, l);
    }, span: ({ name: o, attributes: a, start: d2, end: f, identifiers: l, failed: h }) => {
      e.span(t.set([[5, o]], a), d2, f - d2, new Uint32Array(l), h);
    }, hidden: (o) => {
      s.hidden(), o ? r.closeAll() : r.settle(), e.close(), this.transport.send(true);
    }, visible: () => this.clock.check(true) });
  }
  beat() {
    let e = u();
    document.visibilityState === "visible" && this.recorder.beat(this.beatAt, e, z), this.beatAt = e;
    let t = performance.now();
    this.captions.closeIdle(), this.clock.check(false);
    let r = document.visibilityState === "visible" ? Ae : Pe;
    this.calls.active && t - this.polledAt >= r - z / 2 && (this.polledAt = t, this.calls.poll()), (this.recorder.is_full() || t - this.closedAt >= this.batchInterval - z / 2) && (this.closedAt = t, this.recorder.close()), this.transport.send(false);
  }
};
function Se() {
  let i = "honeyguide", e = crypto.randomUUID();
  try {
    let t = sessionStorage.getItem(i);
    if (t) return t;
    sessionStorage.setItem(i, e);
  } catch {
  }
  return e;
}
export {
  bt as start
};
