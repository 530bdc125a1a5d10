/** As in web-vitals' README: each vital to a door of the page's own. */
import { onCLS, onFCP, onINP, onLCP, onTTFB } from "web-vitals";

const send = (metric) => navigator.sendBeacon("/collect/vitals", JSON.stringify(metric));
for (const on of [onCLS, onFCP, onINP, onLCP, onTTFB]) on(send);
