/** Puts the values of a row into a title, as Vitest does: `%s`, `%d`, `%i` and `%j` in order, `%#` for the index, `$name` for a member. */
export function formatTitle(template: string, values: readonly unknown[], index: number): string {
  const rest = [...values];
  return template.replace(/%[sdij#%]|\$[\w.]+/g, (placeholder) => {
    if (placeholder === "%%") return "%";
    if (placeholder === "%#") return String(index);
    if (placeholder === "%s") return String(rest.shift());
    if (placeholder === "%d") return String(Number(rest.shift()));
    if (placeholder === "%i") return String(Number.parseInt(String(rest.shift()), 10));
    if (placeholder === "%j") return JSON.stringify(rest.shift());
    return String(member(values[0], placeholder.slice(1)));
  });
}

function member(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((part, key) => Reflect.get(Object(part), key), value);
}
