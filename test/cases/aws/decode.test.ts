import { describe, expect, it } from "vitest";
import { checkCredentials } from "../../../src/aws/ask-provider.ts";
import { makeCredentials } from "../../../src/aws/credentials.ts";
import {
  describePage,
  isRecord,
  isText,
  parseJsonObject,
  tryParseAwsJson,
  tryParseJson,
  typeName,
  withoutNulls,
} from "../../../src/aws/decode.ts";
import { CREDENTIALS } from "../../support/aws-examples.ts";
import { errorOf } from "../../support/rejection.ts";

const CONTEXT = { service: "eks", operation: "DescribeCluster", status: 200 };

describe("the type of a value", () => {
  it.each([
    [undefined, "nothing"],
    [null, "null"],
    ["", "an empty string"],
    [[], "an array"],
    ["secret", "string"],
    [5, "number"],
    [true, "boolean"],
    [{}, "an object"],
  ])("of %j is named %s", (value, name) => {
    expect(typeName(value)).toBe(name);
  });
});

describe("a response", () => {
  it.each([
    ["", "nothing"],
    [" \n", "nothing"],
    ["[1]", "3 characters of something else"],
    ["{", "1 characters of something else"],
    ["null", "4 characters of something else"],
  ])("is refused if its text %j is no JSON object: saw %s", async (text, seen) => {
    const read = async () => parseJsonObject(text, CONTEXT);
    expect(await errorOf(read(), "INVALID_RESPONSE")).toMatchObject({
      path: "the body",
      message: expect.stringContaining(seen),
    });
  });
});

describe.each([
  ["any JSON", tryParseJson],
  ["JSON of AWS", tryParseAwsJson],
])("%s", (_name, parse) => {
  it.each([
    ["lists", "[", "]"],
    ["objects", '{"a":', "}"],
  ])("is read with up to 64 levels of %s", (_, open, end) => {
    const nested = (levels: number) => parse(`${open.repeat(levels)}1${end.repeat(levels)}`);

    expect([nested(64) === undefined, nested(65)]).toEqual([false, undefined]);
  });

  it("is undefined if it cannot be parsed", () => {
    expect(["", "{", "undefined"].map((text) => parse(text))).toEqual([undefined, undefined, undefined]);
  });

  it("may be any value, null included", () => {
    expect(["null", "5", '"a"', "[]"].map((text) => parse(text))).toEqual([null, 5, "a", []]);
  });
});

describe("any JSON", () => {
  it("keeps its members that are null, where a store or a token may mean something by them", () => {
    expect(tryParseJson('{"a":null,"b":[{"c":null}]}')).toEqual({ a: null, b: [{ c: null }] });
  });
});

describe("an HTML page", () => {
  const url = "https://proxy.example.com/login?token=secret";

  it.each(["<!DOCTYPE html>", "<html>", " \n<HTML lang='en'>"])("is described by its host: %j", (text) => {
    expect(describePage(text, url)).toContain("proxy.example.com;");
  });

  it.each([
    ["x<html>", url],
    ["<Error/>", url],
    ["", url],
    ["<html>", undefined],
    ["<html>", ""],
  ])("is not %j from %j", (text, from) => {
    expect(describePage(text, from)).toBeUndefined();
  });
});

describe("a parsed response", () => {
  it("loses its null members at any depth, and keeps everything else", () => {
    const value = { a: null, b: { c: null, d: 0 }, e: [{ f: null, g: false }, null, ""] };
    expect(withoutNulls(value)).toEqual({ b: { d: 0 }, e: [{ g: false }, null, ""] });
    expect([withoutNulls("x"), withoutNulls(null)]).toEqual(["x", null]);
    expect(tryParseAwsJson(JSON.stringify(value))).toEqual(withoutNulls(value));
  });

  it("loses members named __proto__, and no other name that objects inherit", () => {
    const parsed = tryParseAwsJson('{"a":{"__proto__":{"b":1},"constructor":2,"toString":null}}');

    expect(parsed).toEqual({ a: { constructor: 2 } });
    expect(Object.getPrototypeOf(Object(parsed).a)).toBe(Object.prototype);
  });

  it("is a record only if it is an object, and a text only if it is not empty", () => {
    expect([{}, [], null, "x", undefined].map(isRecord)).toEqual([true, false, false, false, false]);
    expect(["x", "", 5, undefined].map(isText)).toEqual([true, false, false, false]);
  });
});

describe("credentials", () => {
  it("leave out the members that are undefined", () => {
    expect(Object.keys(makeCredentials(CREDENTIALS))).toEqual(["accessKeyId", "secretAccessKey"]);
  });

  it.each([
    ["accessKeyId", "", "text", "an empty string"],
    ["secretAccessKey", undefined, "text", "nothing"],
    ["sessionToken", "", "text", "an empty string"],
    ["accountId", 111122223333, "text", "number"],
    ["expiration", "2026-03-01T12:00:00Z", "a valid Date", "string"],
    ["expiration", new Date(Number.NaN), "a valid Date", "an invalid Date"],
  ])("of a provider are refused for the %s %j", async (path, value, expected, seen) => {
    const check = async () => checkCredentials({ ...CREDENTIALS, [path]: value }, "fromVault");
    expect(await errorOf(check(), "INVALID_RESPONSE")).toMatchObject({
      operation: "fromVault",
      path,
      expected,
      message: expect.stringContaining(seen),
    });
  });

  it("of a provider are refused if they are no object", async () => {
    const check = async () => checkCredentials("AKIAIOSFODNN7EXAMPLE", "fromVault");
    expect(await errorOf(check(), "INVALID_RESPONSE")).toMatchObject({
      path: "the result",
      message: expect.stringContaining("string"),
    });
  });
});
