import { describe, expect, it } from "vitest";
import { accountOf, isRoleArn, parseArn } from "../../../src/aws/arn.ts";
import {
  CLUSTER_NAME,
  FILLED_TEXT,
  NAMESPACE,
  PATH_LABEL,
  SERVICE_ACCOUNT,
  SOME_TEXT,
} from "../../../src/aws/names.ts";
import { type AnyShape, Mismatch, readAny } from "../../../src/aws/read-shape.ts";
import { omitEmptyTags, SOME_TAGS, TAG_KEYS, TAGS } from "../../../src/aws/tags.ts";

function accepts(shape: AnyShape, value: unknown): boolean {
  return !(readAny(shape, value, {}) instanceof Mismatch);
}

function manyTags(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`key-${index}`, ""]));
}

describe("the shape of tags", () => {
  it("keeps keys that every JavaScript object has", () => {
    const map = JSON.parse('{ "constructor": "a", "prototype": "b", "toString": "c", "team": "d" }');
    expect(readAny(TAGS, map, {})).toEqual(map);
    expect(accepts(TAGS, { constructor: "v".repeat(257) })).toBe(false);
  });
});

describe("the limits of tags", () => {
  it.each([
    ["50 tags", manyTags(50), true],
    ["51 tags", manyTags(51), false],
    ["no tags", {}, true],
    ["a key of 128 characters", { ["k".repeat(128)]: "" }, true],
    ["a key of 129 characters", { ["k".repeat(129)]: "" }, false],
    ["a key of 128 characters that take two UTF-16 units each", { ["💚".repeat(128)]: "" }, true],
    ["an empty key", { "": "" }, false],
    ["a value of 256 characters", { key: "v".repeat(256) }, true],
    ["a value of 257 characters", { key: "v".repeat(257) }, false],
    ["a value that merely contains aws:", { key: "in aws:team" }, true],
    ["a key in AWS's prefix", { "Aws:key": "" }, false],
    ["a value in AWS's prefix", { key: "aws:value" }, false],
  ])("for %s", (_, value, isAccepted) => {
    expect(accepts(TAGS, value)).toBe(isAccepted);
  });

  it("ask for one tag at least where a request must change something", () => {
    expect([accepts(SOME_TAGS, {}), accepts(SOME_TAGS, manyTags(1))]).toEqual([false, true]);
  });

  it.each([
    ["no key", [], false],
    ["one key", ["a"], true],
    ["50 keys", Array.from({ length: 50 }, () => "a"), true],
    ["51 keys", Array.from({ length: 51 }, () => "a"), false],
    ["an empty key", [""], false],
    ["a key of 128 characters", ["k".repeat(128)], true],
    ["a key of 129 characters", ["k".repeat(129)], false],
    ["a key that is a number", [5], false],
  ])("to remove, for %s", (_, value, isAccepted) => {
    expect(accepts(TAG_KEYS, value)).toBe(isAccepted);
  });

  it("leave out a map without tags", () => {
    expect([omitEmptyTags(undefined), omitEmptyTags({}), omitEmptyTags({ a: "b" })]).toEqual([
      undefined,
      undefined,
      { a: "b" },
    ]);
  });
});

const NAMES = { CLUSTER_NAME, FILLED_TEXT, NAMESPACE, PATH_LABEL, SERVICE_ACCOUNT, SOME_TEXT };

describe("the limits of names", () => {
  it.each([
    ["CLUSTER_NAME", "a".repeat(100), true],
    ["CLUSTER_NAME", "a".repeat(101), false],
    ["CLUSTER_NAME", "0_-Z", true],
    ["CLUSTER_NAME", "_a", false],
    ["CLUSTER_NAME", "-a", false],
    ["CLUSTER_NAME", "a.b", false],
    ["CLUSTER_NAME", "a\n", false],
    ["NAMESPACE", "a".repeat(63), true],
    ["NAMESPACE", "a".repeat(64), false],
    ["NAMESPACE", "a", true],
    ["NAMESPACE", "0-9", true],
    ["NAMESPACE", "-a", false],
    ["NAMESPACE", "a-", false],
    ["NAMESPACE", "a.b", false],
    ["NAMESPACE", "a\n", false],
    ["SERVICE_ACCOUNT", "a".repeat(253), true],
    ["SERVICE_ACCOUNT", "a".repeat(254), false],
    ["SERVICE_ACCOUNT", "a.b-c.0", true],
    ["SERVICE_ACCOUNT", "a..b", false],
    ["SERVICE_ACCOUNT", "a.-b", false],
    ["SERVICE_ACCOUNT", ".a", false],
    ["SERVICE_ACCOUNT", "a.", false],
    ["SERVICE_ACCOUNT", "a\n", false],
    ["PATH_LABEL", "...", true],
    ["PATH_LABEL", ".a", true],
    ["PATH_LABEL", "", false],
    ["PATH_LABEL", ".", false],
    ["PATH_LABEL", "..", false],
    ["PATH_LABEL", "\ud800", false],
    ["SOME_TEXT", "", false],
    ["SOME_TEXT", " ", true],
    ["FILLED_TEXT", "", false],
    ["FILLED_TEXT", " ", true],
  ] as const)("of %s accept %j: %s", (name, value, isAccepted) => {
    expect(accepts(NAMES[name], value)).toBe(isAccepted);
  });
});

describe("an ARN", () => {
  it("is split into its parts, of which the last may hold colons", () => {
    expect(parseArn("arn:aws:sts::111122223333:a:b")).toEqual({
      partition: "aws",
      service: "sts",
      region: "",
      accountId: "111122223333",
      resource: "a:b",
    });
  });

  it.each([
    "",
    "arn",
    "arn:aws",
    "arn:aws:iam",
    "arn:aws:iam:",
    "arn:aws:iam::",
    "nra:aws:iam::1:a",
    "arn::iam::1:a",
    "arn:aws:::1:a",
  ])("is not %j", (text) => {
    expect(parseArn(text)).toBeUndefined();
  });

  it("has an account if it states one", () => {
    expect(accountOf("arn:aws:iam::111122223333:role/a")).toBe("111122223333");
    expect([accountOf("arn:aws:s3:::bucket"), accountOf("role")]).toEqual([undefined, undefined]);
  });

  it.each([
    ["arn:aws:iam::111122223333:role/a", true],
    ["arn:aws-us-gov:iam::111122223333:role/path/a+=,.@-_", true],
    [`arn:aws:iam::111122223333:role/${"a".repeat(2048 - 31)}`, true],
    [`arn:aws:iam::111122223333:role/${"a".repeat(2048 - 30)}`, false],
    ["arn:aws:iam::111122223333:role/", false],
    ["arn:aws:iam::111122223333:user/a", false],
    ["arn:aws:iam::11112222333:role/a", false],
    ["arn:aws:iam::1111222233334:role/a", false],
    ["arn:aws:sts::111122223333:role/a", false],
    ["arn:aws:iam:us-west-2:111122223333:role/a", false],
    ["arn:AWS:iam::111122223333:role/a", false],
    ["arn:aws:iam::111122223333:role/a b", false],
    [" arn:aws:iam::111122223333:role/a", false],
    ["arn:aws:iam::111122223333:role/a\n", false],
  ])("%j names a role: %s", (text, isRole) => {
    expect(isRoleArn(text)).toBe(isRole);
  });
});
