/** A global function with a side effect or a changing result, and the object that holds it. */
type Watched = readonly [holder: string, name: string];

const WATCHED: readonly Watched[] = [
  ...["fetch", "setTimeout", "setInterval", "queueMicrotask", "addEventListener"].map(
    (name): Watched => ["globalThis", name],
  ),
  ...["log", "info", "warn", "error", "debug"].map((name): Watched => ["console", name]),
  ["Date", "now"],
  ["Math", "random"],
  ["crypto", "getRandomValues"],
  ["crypto", "randomUUID"],
];

/** Watches the globals. Returns a function that ends the watch and lists what was called, added, removed or replaced. */
export function watchGlobals(): () => string[] {
  const calls: string[] = [];
  const restorers = WATCHED.map((watched) => record(watched, calls));
  // Some runtimes create a global when it is first read, and may add others then. So read all of them once before.
  ownProperties();
  const before = ownProperties();
  return () => {
    const changes = differences(before, ownProperties());
    for (const restore of restorers) restore();
    return [...calls, ...changes];
  };
}

function record([holderName, name]: Watched, calls: string[]): () => void {
  const holder: Record<string, unknown> =
    holderName === "globalThis" ? globalThis : Reflect.get(globalThis, holderName);
  const original = holder?.[name];
  if (typeof original !== "function") return () => undefined;
  const own = Object.getOwnPropertyDescriptor(holder, name);
  const value = function (this: unknown, ...input: unknown[]): unknown {
    calls.push(`called ${holderName}.${name}`);
    return Reflect.apply(original, this, input);
  };
  Object.defineProperty(holder, name, { value, configurable: true, writable: true, enumerable: true });
  return () => {
    if (own) Object.defineProperty(holder, name, own);
    else Reflect.deleteProperty(holder, name);
  };
}

function ownProperties(): Map<PropertyKey, PropertyDescriptor | undefined> {
  return new Map(
    Reflect.ownKeys(globalThis).map((key) => [key, Object.getOwnPropertyDescriptor(globalThis, key)]),
  );
}

function differences(
  before: ReadonlyMap<PropertyKey, PropertyDescriptor | undefined>,
  after: ReadonlyMap<PropertyKey, PropertyDescriptor | undefined>,
): string[] {
  const removed = [...before.keys()].filter((key) => !after.has(key)).map((key) => `removed ${String(key)}`);
  const changed = [...after].flatMap(([key, now]) => {
    if (!before.has(key)) return [`added ${String(key)}`];
    const then = before.get(key);
    const isSame = Object.is(then?.value, now?.value) && then?.get === now?.get;
    return isSame ? [] : [`replaced ${String(key)}`];
  });
  return [...removed, ...changed];
}
