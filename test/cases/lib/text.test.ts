import { describe, expect, it } from "vitest";
import { hex, utf8 } from "../../../src/lib/bytes.ts";
import { isHeaderName, isHeaderValue, isVisibleAscii } from "../../../src/lib/header-value.ts";
import { idempotencyToken, ownerToken } from "../../../src/lib/random-id.ts";
import { encodePairs, isLoopback, parseUrl, percentEncode } from "../../../src/lib/url.ts";

/** Returns a source of chance that gives the numbers of a list, over and over. */
function chanceOf(...values: readonly number[]): () => number {
  let index = -1;
  return () => {
    index += 1;
    return values[index % values.length] ?? 0;
  };
}

describe("bytes", () => {
  it("are written as two lower-case hexadecimal digits each", () => {
    expect(hex(new Uint8Array([0, 1, 15, 16, 171, 255]))).toBe("00010f10abff");
    expect(hex(utf8("é✓"))).toBe("c3a9e29c93");
  });
});

describe("a header", () => {
  it.each([
    ["x-amz-date", true],
    ["!#$%&'*+.^_`|~09az-", true],
    ["", false],
    ["X-Amz-Date", false],
    ["x amz", false],
    ["x:amz", false],
    ["é", false],
  ])("may have the name %j: %s", (name, isAllowed) => {
    expect(isHeaderName(name)).toBe(isAllowed);
  });

  it.each([
    ["", true],
    ["a\tb c~", true],
    ["\u0080\u00ff", true],
    ["a\nb", false],
    ["a\rb", false],
    ["a\0b", false],
    ["\u007f", false],
    ["\u0100", false],
  ])("may have the value %j: %s", (value, isAllowed) => {
    expect(isHeaderValue(value)).toBe(isAllowed);
  });

  it.each([
    ["!~", true],
    ["", false],
    ["a b", false],
    [" a", false],
    ["a\n", false],
    ["\u007f", false],
    ["é", false],
  ])("holds %j as visible ASCII: %s", (value, isVisible) => {
    expect(isVisibleAscii(value)).toBe(isVisible);
  });
});

describe("a random id", () => {
  it("of an owner has 32 hexadecimal digits, each from its own chance", () => {
    expect(ownerToken(() => 0)).toBe("0".repeat(32));
    expect(ownerToken(() => 0.999)).toBe("f".repeat(32));
    expect(ownerToken(chanceOf(0, 0.5, 0.999))).toBe(`${"08f".repeat(10)}08`);
  });

  it("of a call is a UUID of version 4 in the variant of RFC 9562", () => {
    expect(idempotencyToken(() => 0)).toBe("00000000-0000-4000-8000-000000000000");
    expect(idempotencyToken(() => 0.999)).toBe("ffffffff-ffff-4fff-bfff-ffffffffffff");
    expect(idempotencyToken(() => 0.5)).toBe("88888888-8888-4888-8888-888888888888");
  });
});

describe("a URL", () => {
  it("is parsed if it is absolute, and is undefined otherwise", () => {
    expect(parseUrl("https://example.com/a?b")?.href).toBe("https://example.com/a?b");
    expect([parseUrl("/a"), parseUrl(""), parseUrl("https://")]).toEqual([undefined, undefined, undefined]);
  });

  it.each([
    ["http://localhost:8080/", true],
    ["http://127.0.0.1", true],
    ["http://127.1/", true],
    ["http://127.255.255.254/", true],
    ["http://[::1]:443/", true],
    ["http://[0:0::1]/", true],
    ["http://128.0.0.1/", false],
    ["http://[::2]/", false],
    ["http://localhost.example.com/", false],
    ["http://my-localhost/", false],
    ["http://127.0.0.1.example.com/", false],
  ])("%s is on this machine: %s", (url, isHere) => {
    expect(isLoopback(new URL(url))).toBe(isHere);
  });

  it("has all but the unreserved characters of RFC 3986 percent-encoded", () => {
    expect(percentEncode("azAZ09-_.~")).toBe("azAZ09-_.~");
    expect(percentEncode("!'()* /+%é")).toBe("%21%27%28%29%2A%20%2F%2B%25%C3%A9");
  });

  it("joins its parameters in their order, without those that have no value", () => {
    expect(
      encodePairs([
        ["a b", "c&d"],
        ["none", undefined],
        ["count", 0],
        ["empty", ""],
      ]),
    ).toBe("a%20b=c%26d&count=0&empty=");
    expect(encodePairs([])).toBe("");
  });
});
