const PRINTERS = [Symbol.for("nodejs.util.inspect.custom"), Symbol.for("Deno.customInspect")];

/** Returns everything that loggers and inspectors could print of a value and its causes, as one text. */
export function printedForms(value: unknown): string {
  const forms: string[] = [];
  collect(value, forms, new Set());
  return forms.join("\n");
}

function collect(value: unknown, forms: string[], seen: Set<unknown>): void {
  if (typeof value !== "object" || value === null) {
    forms.push(String(value));
    return;
  }
  if (seen.has(value)) return;
  seen.add(value);
  forms.push(JSON.stringify(value) ?? "", String(value));
  if (value instanceof Error) {
    forms.push(value.name, value.message, value.stack ?? "");
    collect(value.cause, forms, seen);
  }
  const printer = PRINTERS.map((symbol) => Reflect.get(value, symbol)).find(
    (own) => typeof own === "function",
  );
  if (printer) collect(Reflect.apply(printer, value, [2, {}, String]), forms, seen);
  else for (const key of Reflect.ownKeys(value)) collect(Reflect.get(value, key), forms, seen);
}
