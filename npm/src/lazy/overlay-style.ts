/** Nothing of the page's style comes in. Part colours are told apart by who cannot tell red from green, and differ in lightness. */
export const STYLE = `
:host {
  all: initial;
  color-scheme: light dark;
  --ground: #ffffff; --text: #1b1f24; --quiet: #57606a; --line: #d0d7de; --raised: #f3f5f7; --focus: #0b57d0;
  --part0: #1f5fa8; --part1: #d98200; --part2: #7b4fa3; --part3: #56a0c9;
}
@media (prefers-color-scheme: dark) {
  :host {
    --ground: #16191d; --text: #e6e9ec; --quiet: #a2abb5; --line: #3a424b; --raised: #22272d; --focus: #8ab4f8;
    --part0: #5b9bea; --part1: #f0a83c; --part2: #b48be0; --part3: #9bd0ee;
  }
}
* { box-sizing: border-box; margin: 0; }
[hidden] { display: none !important; }
.panel {
  position: fixed; inset: 0 auto auto 0; z-index: 2147483647; width: min(360px, calc(100vw - 24px));
  border: 1px solid var(--line); border-radius: 8px; overflow: hidden; contain: content;
  background: var(--ground); color: var(--text); box-shadow: 0 4px 16px rgb(0 0 0 / 25%);
  font: 12px/16px system-ui, sans-serif; font-variant-numeric: tabular-nums; text-align: left;
}
header { display: flex; align-items: center; gap: 8px; padding: 4px; background: var(--raised); }
button { all: unset; padding: 4px 8px; border-radius: 4px; cursor: pointer; }
button:focus-visible, .body:focus-visible { outline: 2px solid var(--focus); outline-offset: -2px; }
.move { font-weight: 600; cursor: move; touch-action: none; }
.state { flex: 1; color: var(--quiet); white-space: nowrap; }
.fold { min-width: 24px; text-align: center; }
.body { max-height: min(480px, calc(100vh - 72px)); overflow: auto; padding: 0 12px 8px; border-top: 1px solid var(--line); }
h2 { margin-top: 8px; font-size: 12px; line-height: 20px; }
dl { display: grid; grid-template-columns: 84px 1fr; gap: 0 8px; }
dt, .none { color: var(--quiet); }
dt, dd { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
dd { white-space: normal; overflow-wrap: anywhere; max-height: 32px; }
.update { display: flex; gap: 8px; align-items: center; }
.bar { display: flex; flex: 1; height: 10px; border-radius: 2px; overflow: hidden; background: var(--raised); }
.figure { width: 148px; white-space: nowrap; }
.bar > span { flex-basis: 0; min-width: 0; }
.legend { display: flex; gap: 12px; color: var(--quiet); }
.legend > span { background: none; }
.legend > span::before { content: ""; display: inline-block; width: 8px; height: 8px; margin-right: 4px; border-radius: 2px; }
.bar > .part0, .legend > .part0::before { background: var(--part0); }
.bar > .part1, .legend > .part1::before { background: var(--part1); }
.bar > .part2, .legend > .part2::before { background: var(--part2); }
.bar > .part3, .legend > .part3::before { background: var(--part3); }
@media (forced-colors: active) { .bar, .bar > span { forced-color-adjust: none; } }
@media print { :host { display: none; } }
`;
