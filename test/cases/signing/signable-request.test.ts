import { describe, expect, test } from "vitest";
import { signableUrl, sortHeaders } from "../../../src/signing/signable-request.ts";

describe("sortHeaders", () => {
  test("sorts a record, pairs and Headers alike", () => {
    const pairs: [string, string][] = [
      ["Content-Type", " application/json\t"],
      ["X-Amz-Target", "Shop.Buy"],
      ["User-Agent", "shop/1"],
    ];
    const expected = {
      signed: { "content-type": "application/json", "x-amz-target": "Shop.Buy" },
      unsigned: { "user-agent": "shop/1" },
    };
    expect(sortHeaders(pairs)).toEqual(expected);
    expect(sortHeaders(Object.fromEntries(pairs))).toEqual(expected);
    expect(sortHeaders(new Headers(pairs))).toEqual(expected);
  });

  test("joins the values of one name, whatever its case", () => {
    expect(sortHeaders({ "X-Shop": "a", "x-shop": "b" }).signed).toEqual({ "x-shop": "a, b" });
  });

  test("keeps a space that HTTP does not trim", () => {
    expect(sortHeaders({ "x-shop": "\u00a0a\u00a0" }).signed).toEqual({ "x-shop": "\u00a0a\u00a0" });
  });

  test.each([
    ["a name with a space", { "x shop": "a" }],
    ["an empty name", { "": "a" }],
    ["a line break within a value", { "x-shop": "a\r\nb: c" }],
    ["a NUL", { "x-shop": "a\0" }],
    ["a character beyond Latin-1", { "x-shop": "\u0100" }],
  ])("refuses %s, and does not quote the headers in the error", (_, headers) => {
    expect(() => sortHeaders(headers)).toThrow(/^the input of a signed request is invalid: headers hold/);
  });
});

describe("signableUrl", () => {
  test.each(["/path", "example.com/path", ""])("refuses the relative URL %j", (url) => {
    expect(() => signableUrl(url)).toThrow(
      expect.objectContaining({ code: "INVALID_REQUEST", field: "url" }),
    );
  });

  test.each(["https://example.com/", "https://example.com/?a=b%20c"])("leaves %s as it is", (url) => {
    expect(signableUrl(url).href).toBe(url);
  });
});
