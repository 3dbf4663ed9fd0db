import {
  ASYMMETRIC_MATCHERS_OBJECT,
  ChaiStyleAssertions,
  customMatchers,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
} from "@vitest/expect";
import * as chai from "chai";
import { formatTitle } from "./format-title.ts";
import { addCase, addFinisher, addHook, addSuite } from "./registry.ts";

// Replaces `vitest` on a runtime without Node's modules: the assertions of vitest over our own registry. A case that imports
// another name from `vitest` fails to bundle.

type Body = (...parameters: never[]) => unknown;
interface Options {
  /** In milliseconds. */
  readonly timeout: number;
}
type Declare = (title: string, optionsOrBody: Options | Body, body?: Body) => void;
type Add = (title: string, run: () => unknown, timeoutMs: number | undefined) => void;
interface Declaration extends Declare {
  each(table: readonly unknown[]): Declare;
}

for (const plugin of [JestExtend, JestChaiExpect, ChaiStyleAssertions, JestAsymmetricMatchers])
  chai.use(plugin);

export const expect: Chai.ExpectStatic = Object.assign(
  (value: unknown, message?: string) => chai.expect(value, message),
  chai.expect,
  Reflect.get(globalThis, ASYMMETRIC_MATCHERS_OBJECT),
);
Reflect.apply(Reflect.get(chai.expect, "extend"), chai.expect, [expect, customMatchers]);

export const describe: Declaration = declaration(addSuite);
export const it: Declaration = declaration(addCase);
export const test: Declaration = it;
export const beforeEach = (hook: () => unknown): void => addHook(hook);
export const onTestFinished = (finish: () => unknown): void => addFinisher(finish);

function declaration(add: Add): Declaration {
  const declare: Declare = (title, ...rest) => {
    const { body, timeoutMs } = partsOf(rest);
    add(title, () => Reflect.apply(body, undefined, []), timeoutMs);
  };
  const each = (table: readonly unknown[]): Declare => {
    const spread = table.every((row) => Array.isArray(row));
    return (title, ...rest) => {
      const { body, timeoutMs } = partsOf(rest);
      for (const [index, row] of table.entries()) {
        const values = Array.isArray(row) ? row : [row];
        const parameters = spread ? values : [row];
        add(formatTitle(title, values, index), () => Reflect.apply(body, undefined, parameters), timeoutMs);
      }
    };
  };
  return Object.assign(declare, { each });
}

function partsOf([first, second]: readonly [Options | Body, (Body | undefined)?]): {
  body: Body;
  timeoutMs: number | undefined;
} {
  if (typeof first === "function") return { body: first, timeoutMs: undefined };
  if (!second) throw new TypeError("a declaration needs a body");
  return { body: second, timeoutMs: first.timeout };
}
