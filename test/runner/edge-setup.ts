// The environment lends its runner's `process`; in production the runtime has its variables and nothing else of Node.
Object.defineProperty(globalThis.process, "getBuiltinModule", { value: undefined, configurable: true });
// It also wraps `Object` so that `new Object(value)` loses the value, which Vitest names cases by.
globalThis.Object = Reflect.get({}, "constructor");
