/** Guards a listener: its own fault must not break what it watches, and there is nobody else to tell. */
export function guardListener<Event>(listener: ((event: Event) => void) | undefined): (event: Event) => void {
  return (event) => {
    try {
      listener?.(event);
    } catch {
      // The listener is the one who is told things.
    }
  };
}
