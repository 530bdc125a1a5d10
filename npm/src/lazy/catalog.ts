// Written by `cargo xtask generate` from catalog/. Do not edit.

export const LANGUAGE = 1;
export const SPEAKER = 2;
export const OUTCOME = 3;
export const MEDIA = 4;
export const NAME = 5;
export const CODEC = 6;
export const PATH_TYPE = 7;
export const ERROR_TYPE = 8;
export const MESSAGE = 9;
export const STACK = 10;
export const SOURCE = 11;
export const SOURCE_LANGUAGE = 12;
export const TARGET_LANGUAGE = 13;
export const SERVICE = 14;
export const APP_NAME = 15;
export const APP_VERSION = 16;
export const ENVIRONMENT = 17;
export const SDK_VERSION = 18;
export const UNIT = 19;
export const OWN_KEYS = 1024;
