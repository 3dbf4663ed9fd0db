import { describe, expect, it } from "vitest";
import { hidingPrototype, redact } from "../../../src/lib/redact.ts";

const SECRET = 'se+cret/"key"';

describe("redact", () => {
  it("replaces a secret in the texts of a value at any depth", () => {
    const value = {
      message: `key ${SECRET}, again ${SECRET}`,
      list: [SECRET, { deep: SECRET }],
      count: 7,
      none: null,
    };
    expect(redact(value, [SECRET])).toEqual({
      message: "key [redacted], again [redacted]",
      list: ["[redacted]", { deep: "[redacted]" }],
      count: 7,
      none: null,
    });
  });

  it("replaces a secret as it stands in a URL and in JSON", () => {
    const text = `https://example.com/?token=${encodeURIComponent(SECRET)} ${JSON.stringify({ token: SECRET })}`;
    expect(redact(text, [SECRET])).toBe('https://example.com/?token=[redacted] {"token":"[redacted]"}');
  });

  it("replaces a secret of 6 characters, and leaves shorter ones in the text", () => {
    expect(redact("abcdef abcde", ["abcdef"])).toBe("[redacted] abcde");
    expect(redact("abcde", ["abcde"])).toBe("abcde");
  });

  it("replaces every one of several secrets, and passes over absent ones", () => {
    expect(redact("first1 and second2", [undefined, "first1", "second2"])).toBe("[redacted] and [redacted]");
  });
});

describe("an object with hidden secrets", () => {
  const members = { id: "AKIAIOSFODNN7EXAMPLE", secret: SECRET, token: undefined };
  const hidden = (): typeof members =>
    Object.setPrototypeOf({ ...members }, hidingPrototype(["secret", "token"]));

  it("prints [redacted] for the secrets that are set", () => {
    expect(JSON.parse(JSON.stringify(hidden()))).toEqual({
      id: "AKIAIOSFODNN7EXAMPLE",
      secret: "[redacted]",
    });
  });

  it("gives the inspectors of Node and Bun an object that holds [redacted]", () => {
    const value = hidden();
    const print: () => unknown = Reflect.get(value, Symbol.for("nodejs.util.inspect.custom"));
    expect(print.call(value)).toEqual({ id: "AKIAIOSFODNN7EXAMPLE", secret: "[redacted]", token: undefined });
  });

  it("gives Deno's inspector a text that holds [redacted]", () => {
    const value = hidden();
    const print: (inspect: typeof JSON.stringify) => unknown = Reflect.get(
      value,
      Symbol.for("Deno.customInspect"),
    );
    expect(print.call(value, JSON.stringify)).toBe('{"id":"AKIAIOSFODNN7EXAMPLE","secret":"[redacted]"}');
  });

  it("keeps its properties readable, and copies by spread to a plain object", () => {
    const value = hidden();
    expect(value.secret).toBe(SECRET);
    expect(JSON.stringify({ ...value })).toContain(JSON.stringify(SECRET));
  });
});
