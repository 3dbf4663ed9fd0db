/** Wraps a listener so that an error that it throws never reaches the code that reports to it. */
export function guardListener<Event>(listener: ((event: Event) => void) | undefined): (event: Event) => void {
  return (event) => {
    try {
      listener?.(event);
    } catch {
      // Errors are reported through this listener, so there is no other place to report its own.
    }
  };
}
