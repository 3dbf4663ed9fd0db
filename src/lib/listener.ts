/**
 * Wraps a listener so that its errors never reach the code that reports to it. An async listener may reject, although its
 * type says that it returns nothing: unhandled, that would end a Node process.
 */
export function guardListener<Event>(listener: ((event: Event) => void) | undefined): (event: Event) => void {
  return (event) => {
    try {
      const outcome: unknown = listener?.(event);
      if (outcome) Promise.resolve(outcome).catch(() => undefined);
    } catch {
      // Errors are reported through this listener, so there is no other place to report its own.
    }
  };
}
