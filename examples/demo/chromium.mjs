// @ts-check
import process from "node:process";
import { chromium } from "playwright-core";

export const executablePath = () => process.env.HONEYGUIDE_CHROMIUM ?? "/usr/bin/chromium";

export const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--autoplay-policy=no-user-gesture-required",
];

/** Headless Chromium with a fresh profile, as a page with sound needs it. Everybody who plays or tests a call takes this one. */
export function launch() {
  return chromium.launch({ executablePath: executablePath(), args: ARGUMENTS });
}
