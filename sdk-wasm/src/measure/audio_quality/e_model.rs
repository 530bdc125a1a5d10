//! The E-model of ITU-T G.107 (narrowband) and G.107.1 (wideband), without echo terms.

/// Bpl, the robustness against loss, of Opus with forward error correction.
pub const BPL_FEC: f64 = 20.0;

/// Bpl of Opus without it, and of concealment.
pub const BPL_PLAIN: f64 = 10.0;

/// Ie of Opus: the codec itself impairs nothing.
const IE: f64 = 0.0;

/// BurstR: losses are taken as independent.
const BURST_R: f64 = 1.0;

/// The wideband scale is this much longer than the narrowband one.
const WIDEBAND_SCALE: f64 = 1.29;

/// Narrowband R, 0..93.2, of the absolute delay Ta (ms), the loss Ppl (per cent) and its Bpl (G.107).
#[must_use]
pub fn narrowband_rating(ta: f64, ppl: f64, bpl: f64) -> f64 {
    93.2 - delay_impairment(ta) - effective_equipment_impairment(ppl, bpl)
}

/// Wideband R, up to 129 (G.107.1).
#[must_use]
pub fn wideband_rating(ta: f64, ppl: f64, bpl: f64) -> f64 {
    129.0 - WIDEBAND_SCALE * delay_impairment(ta) - effective_equipment_impairment(ppl, bpl)
}

/// Idd, what pure delay takes from R; Ta in ms (G.107, 7-27).
#[must_use]
pub fn delay_impairment(ta: f64) -> f64 {
    if ta <= 100.0 {
        return 0.0;
    }
    let x = log2(ta / 100.0);
    25.0 * (bend(x) - 3.0 * bend(x / 3.0) + 2.0)
}

/// For x from 1 to 2^64: halved until it is below 2, then 2 artanh((x − 1) / (x + 1)) as a series. `f64::log2` would bring 300
/// instructions.
pub(super) fn log2(mut x: f64) -> f64 {
    let mut whole = 0.0;
    while x >= 2.0 && whole < 64.0 {
        x /= 2.0;
        whole += 1.0;
    }
    let step = (x - 1.0) / (x + 1.0);
    let (mut sum, mut power) = (0.0, step);
    for odd in 0..16 {
        sum += power / f64::from(2 * odd + 1);
        power *= step * step;
    }
    whole + sum * (2.0 / core::f64::consts::LN_2)
}

/// (1 + x⁶)^(1/6) for x ≥ 0, by Newton's method from above: `f64::cbrt` and `powf` would bring 2 KB of code. The start
/// is at most 1.8 times the root, so that ten steps reach the last digits.
pub(super) fn bend(x: f64) -> f64 {
    let sixth_power = 1.0 + x.powi(6);
    let mut root = 1.0 + x;
    for _ in 0..10 {
        root -= (root - sixth_power / root.powi(5)) / 6.0;
    }
    root
}

/// Ie,eff, what the codec and loss take from R; Ppl in per cent (G.107, 7-29).
#[must_use]
pub fn effective_equipment_impairment(ppl: f64, bpl: f64) -> f64 {
    IE + (95.0 - IE) * ppl / (ppl / BURST_R + bpl)
}

/// The mean opinion score, 1..4.5, of a narrowband R (G.107, Annex B).
#[must_use]
pub fn mean_opinion_score(r: f64) -> f64 {
    if r < 0.0 {
        1.0
    } else if r > 100.0 {
        4.5
    } else {
        1.0 + 0.035 * r + r * (r - 60.0) * (100.0 - r) * 7e-6
    }
}

/// The mean opinion score of a wideband R: that of R / 1.29.
#[must_use]
pub fn wideband_mean_opinion_score(r: f64) -> f64 {
    mean_opinion_score(r / WIDEBAND_SCALE)
}

/// A mean opinion score as 0..1.
#[must_use]
pub fn score(mos: f64) -> f64 {
    ((mos - 1.0) / 3.5).clamp(0.0, 1.0)
}
