/** No SDK. A page without any script would not even make a place to run one. */
globalThis.floor = true;
