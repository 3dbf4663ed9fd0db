import { describe, expect, it } from "vitest";
import { accountOf, isRoleArn, parseArn } from "../../../src/aws/arn.ts";
import { checkRequest, type Schema } from "../../../src/aws/decode.ts";
import {
  clusterName,
  namespace,
  pathLabel,
  serviceAccount,
  sizedText,
  someText,
} from "../../../src/aws/names.ts";
import { omitEmptyTags, someTags, tagKeys, tags } from "../../../src/aws/tags.ts";

function accepts(schema: Schema<unknown>, value: unknown): boolean {
  try {
    checkRequest(schema, value, "a test");
    return true;
  } catch {
    return false;
  }
}

function manyTags(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`key-${index}`, ""]));
}

describe("the schema of tags", () => {
  it("keeps keys that every JavaScript object has", () => {
    const map = JSON.parse('{ "constructor": "a", "prototype": "b", "toString": "c", "team": "d" }');
    expect(checkRequest(tags(), map, "a test")).toEqual(map);
    expect(accepts(tags(), { constructor: "v".repeat(257) })).toBe(false);
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
    expect(accepts(tags(), value)).toBe(isAccepted);
  });

  it("ask for one tag at least where a request must change something", () => {
    expect([accepts(someTags(), {}), accepts(someTags(), manyTags(1))]).toEqual([false, true]);
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
    expect(accepts(tagKeys(), value)).toBe(isAccepted);
  });

  it("leave out a map without tags", () => {
    expect([omitEmptyTags(undefined), omitEmptyTags({}), omitEmptyTags({ a: "b" })]).toEqual([
      undefined,
      undefined,
      { a: "b" },
    ]);
  });
});

const NAMES = { clusterName, namespace, pathLabel, serviceAccount, someText };

describe("the limits of names", () => {
  it.each([
    ["clusterName", "a".repeat(100), true],
    ["clusterName", "a".repeat(101), false],
    ["clusterName", "0_-Z", true],
    ["clusterName", "_a", false],
    ["clusterName", "-a", false],
    ["clusterName", "a.b", false],
    ["clusterName", "a\n", false],
    ["namespace", "a".repeat(63), true],
    ["namespace", "a".repeat(64), false],
    ["namespace", "a", true],
    ["namespace", "0-9", true],
    ["namespace", "-a", false],
    ["namespace", "a-", false],
    ["namespace", "a.b", false],
    ["namespace", "a\n", false],
    ["serviceAccount", "a".repeat(253), true],
    ["serviceAccount", "a".repeat(254), false],
    ["serviceAccount", "a.b-c.0", true],
    ["serviceAccount", "a..b", false],
    ["serviceAccount", "a.-b", false],
    ["serviceAccount", ".a", false],
    ["serviceAccount", "a.", false],
    ["serviceAccount", "a\n", false],
    ["pathLabel", "...", true],
    ["pathLabel", ".a", true],
    ["pathLabel", "", false],
    ["pathLabel", ".", false],
    ["pathLabel", "..", false],
    ["pathLabel", "\ud800", false],
    ["someText", "", false],
    ["someText", " ", true],
  ] as const)("of %s accept %j: %s", (name, value, isAccepted) => {
    expect(accepts(NAMES[name](), value)).toBe(isAccepted);
  });

  it("of a length include both ends", () => {
    const schema = sizedText(2, 4);
    expect(["a", "ab", "abcd", "abcde"].map((value) => accepts(schema, value))).toEqual([
      false,
      true,
      true,
      false,
    ]);
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
