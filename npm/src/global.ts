import { init } from "./index";

// For pages without a bundler: `<script src="…/honeyguide.global.js"></script>`, then `honeyguide.init({ … })`.
Object.assign(globalThis, { honeyguide: { init } });
