import { describe, expect, it } from "vitest";
import { describeCluster } from "../../../src/eks/cluster.ts";
import { clientThat } from "../../support/bad-input.ts";
import { type FakeAnswer, json, text } from "../../support/fake-runtime.ts";
import { errorOf } from "../../support/rejection.ts";

function errorAfter(answer: FakeAnswer) {
  return errorOf(describeCluster(clientThat(answer), { clusterName: "demo" }), "SERVICE");
}

describe("an error of a rest-json service", () => {
  it.each([
    ["the x-amzn-errortype header", json({ message: "no" }, 400, { "x-amzn-ErrorType": "FooException" })],
    [
      "the x-amzn-errortype header with a link",
      json({}, 400, { "x-amzn-errortype": "FooException:http://internal.example.com/" }),
    ],
    [
      "the x-amzn-errortype header rather than the body",
      json({ code: "Bar", __type: "Baz" }, 400, { "x-amzn-errortype": "FooException" }),
    ],
    ["the member code", json({ code: "FooException", __type: "Bar" }, 400)],
    ["the member Code", json({ Code: "FooException" }, 400)],
    ["the member __type", json({ __type: "FooException" }, 400)],
    ["the member __type with a namespace", json({ __type: "aws.protocoltests#FooException" }, 400)],
    [
      "the member __type with a namespace and a link",
      json({ __type: "ns#FooException:http://internal.example.com/" }, 400),
    ],
    ["the first code of a list", json({ code: "FooException,Bar" }, 400)],
    ["the code after the last of several hashes", json({ code: "a#b#FooException" }, 400)],
    ["a code with a line break in its link", json({ code: "ns#FooException:http://a\n#b" }, 400)],
    ["a code with blanks around it", json({ code: " FooException " }, 400)],
  ])("takes its awsCode from %s", async (_, answer) => {
    expect(await errorAfter(answer)).toMatchObject({ awsCode: "FooException", status: 400 });
  });

  it("has its awsCode as text if the service sends a number", async () => {
    expect((await errorAfter(json({ code: 17 }, 400))).awsCode).toBe("17");
  });

  it.each([
    ["no code", json({}, 400)],
    ["a code that is null", json({ code: null }, 400)],
    ["a code that is an object", json({ code: {} }, 400)],
    ["an empty x-amzn-errortype header", json({}, 400, { "x-amzn-errortype": "" })],
    ["no body", text(null, 400)],
    ["a JSON array as its body", json(["FooException"], 400)],
    ["a body of truncated JSON", text('{"code":"Foo', 400)],
  ])("has the awsCode Unknown if the response has %s", async (_, answer) => {
    expect((await errorAfter(answer)).awsCode).toBe("Unknown");
  });

  it.each([
    ["the member message", { message: "no cluster found", Message: "other" }],
    ["the member Message", { Message: "no cluster found" }],
    ["the member Message if message is null", { message: null, Message: "no cluster found" }],
    ["the member Message if message is not text", { message: { toString: 1 }, Message: "no cluster found" }],
  ])("takes its message from %s", async (_, body) => {
    const error = await errorAfter(json(body, 404));

    expect(error.awsMessage).toBe("no cluster found");
    expect(error.message).toContain("no cluster found");
  });

  it("has an empty message if the response has no body", async () => {
    expect((await errorAfter(text(null, 400))).awsMessage).toBe("");
  });

  it("quotes the beginning of another text, in one line", async () => {
    const page = `Service\n  Unavailable ${"x".repeat(1000)}`;
    const error = await errorAfter(text(page, 503, { "content-type": "text/plain" }));

    expect(error).toMatchObject({ awsCode: "Unknown", status: 503, retryable: true });
    expect(error.awsMessage).toMatch(/^Service Unavailable x+$/);
    expect(error.awsMessage).toHaveLength(500);
  });

  it.each(["x-amzn-RequestId", "x-amzn-request-id", "x-amz-request-id"])(
    "takes its request id from the header %s",
    async (name) => {
      const error = await errorAfter(json({}, 400, { [name]: "c6104cbe" }));

      expect(error.requestId).toBe("c6104cbe");
      expect(error.message).toContain("c6104cbe");
    },
  );

  it("keeps the other members of the body, except those that are null", async () => {
    const body = {
      __type: "ResourceNotFoundException",
      message: "no",
      clusterName: "demo",
      nodegroupName: null,
    };

    expect((await errorAfter(json(body, 404))).members).toEqual({ clusterName: "demo" });
  });

  it("names the service and the operation", async () => {
    expect(await errorAfter(json({}, 400))).toMatchObject({ service: "eks", operation: "DescribeCluster" });
  });

  it("reports how long the service asks to wait", async () => {
    expect((await errorAfter(json({}, 429, { "retry-after": "3" }))).retryAfterMs).toBe(3000);
  });

  it("is written as JSON with its facts, but without its stack and cause", async () => {
    const error = await errorAfter(json({ code: "FooException", message: "no" }, 400));

    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: "ServiceError",
      message: error.message,
      code: "SERVICE",
      service: "eks",
      operation: "DescribeCluster",
      status: 400,
      awsCode: "FooException",
      awsMessage: "no",
      members: {},
      retryable: false,
      throttled: false,
    });
  });

  it.each([
    [429, "FooException", true],
    [400, "SlowDown", true],
    [503, "FooException", false],
    [400, "FooException", false],
  ])(
    "with status %d and the code %s says whether the service asks for fewer calls: %s",
    async (status, code, throttled) => {
      expect((await errorAfter(json({ code }, status))).throttled).toBe(throttled);
    },
  );
});
