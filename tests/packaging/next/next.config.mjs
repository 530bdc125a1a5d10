import { resolve } from "node:path";

// Next lies in the folder of all bundlers, above this one.
export default { turbopack: { root: resolve("../../..") } };
