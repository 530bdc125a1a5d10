/** The browser's own segmenters, for the test to ask. */
import { tokens } from "../../npm/src/lazy/tokens";

Object.assign(window, { tokens });
