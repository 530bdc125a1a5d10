/** Now, in milliseconds since the Unix epoch by the page's monotonic clock. */
export const now = (): number => performance.timeOrigin + performance.now();
