/** Watches a signal from now on. Returns a function that counts the listeners that were added and not removed. */
export function countListeners(signal: AbortSignal): () => number {
  const listeners = new Set<unknown>();
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...[type, listener, options]: Parameters<typeof add>): void => {
    listeners.add(listener);
    const until = typeof options === "object" ? options.signal : undefined;
    until?.addEventListener("abort", () => listeners.delete(listener));
    add(type, listener, options);
  };
  signal.removeEventListener = (...[type, listener, options]: Parameters<typeof remove>): void => {
    if (type === "abort") listeners.delete(listener);
    remove(type, listener, options);
  };
  return () => listeners.size;
}
