import { describe, expect, it } from "vitest";
import { describeCluster } from "../../../src/eks/cluster.ts";
import { getCallerIdentity } from "../../../src/sts/caller-identity.ts";
import { clientThat } from "../../support/bad-input.ts";
import { type FakeAnswer, text } from "../../support/fake-runtime.ts";
import { podkeyErrorOf } from "../../support/rejection.ts";

const DEPTH = 100_000;
const DEEP_ARRAY = "[".repeat(DEPTH) + "]".repeat(DEPTH);
const DEEP_OBJECT = `${'{"a":'.repeat(DEPTH)}1${"}".repeat(DEPTH)}`;
const DEEP_XML = "<a>".repeat(DEPTH) + "</a>".repeat(DEPTH);

function eksError(answer: FakeAnswer) {
  return podkeyErrorOf(describeCluster(clientThat(answer), { clusterName: "demo" }));
}

function stsError(answer: FakeAnswer) {
  return podkeyErrorOf(getCallerIdentity(clientThat(answer)));
}

describe("an error response", () => {
  it.each([
    ["a JSON array", DEEP_ARRAY],
    ["a JSON object", DEEP_OBJECT],
    ["a member of its body", `{"__type":"FooException","detail":${DEEP_ARRAY}}`],
  ])("of EKS becomes a SERVICE error if %s is nested 100,000 deep", async (_, body) => {
    const error = await eksError(text(body, 400));

    expect(error).toMatchObject({ code: "SERVICE", awsCode: "Unknown", status: 400 });
    expect(() => JSON.stringify(error)).not.toThrow();
  });

  it.each([
    ["JSON", `{"Error":${DEEP_OBJECT}}`],
    ["XML", DEEP_XML],
  ])("of STS becomes a SERVICE error if its %s is nested 100,000 deep", async (_, body) => {
    expect(await stsError(text(body, 400))).toMatchObject({ code: "SERVICE", awsCode: "Unknown" });
  });

  it.each([
    [
      "an object that cannot be converted to text",
      '{"__type":"FooException","message":{"toString":1,"valueOf":1}}',
    ],
    [
      "an array of objects that cannot be converted to text",
      '{"__type":"FooException","message":[{"toString":1}]}',
    ],
  ])("of EKS whose message is %s becomes a SERVICE error without a message", async (_, body) => {
    expect(await eksError(text(body, 400))).toMatchObject({ awsCode: "FooException", awsMessage: "" });
  });
});
