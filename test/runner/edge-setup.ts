// The environment has the `process` of its runner. In production, edge-runtime has variables and nothing else of Node.
Object.defineProperty(globalThis.process, "getBuiltinModule", { value: undefined, configurable: true });
// The environment also replaces `Object` so that `new Object(value)` loses its value, which Vitest needs for titles.
globalThis.Object = Reflect.get({}, "constructor");
