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
    ["the header", json({ message: "no" }, 400, { "x-amzn-ErrorType": "FooException" })],
    [
      "the header, with a link",
      json({}, 400, { "x-amzn-errortype": "FooException:http://internal.example.com/" }),
    ],
    [
      "the header over the body",
      json({ code: "Bar", __type: "Baz" }, 400, { "x-amzn-errortype": "FooException" }),
    ],
    ["code", json({ code: "FooException", __type: "Bar" }, 400)],
    ["Code", json({ Code: "FooException" }, 400)],
    ["__type", json({ __type: "FooException" }, 400)],
    ["__type with a namespace", json({ __type: "aws.protocoltests#FooException" }, 400)],
    [
      "__type with a namespace and a link",
      json({ __type: "ns#FooException:http://internal.example.com/" }, 400),
    ],
    ["a list of codes", json({ code: "FooException,Bar" }, 400)],
    ["a code with blanks around it", json({ code: " FooException " }, 400)],
  ])("has its code from %s", async (_, answer) => {
    expect(await errorAfter(answer)).toMatchObject({ awsCode: "FooException", status: 400 });
  });

  it("has a number for a code where the service sends one", async () => {
    expect((await errorAfter(json({ code: 17 }, 400))).awsCode).toBe("17");
  });

  it.each([
    ["no code", json({}, 400)],
    ["a code that is null", json({ code: null }, 400)],
    ["a code that is an object", json({ code: {} }, 400)],
    ["an empty header", json({}, 400, { "x-amzn-errortype": "" })],
    ["no body", text(null, 400)],
    ["a JSON array", json(["FooException"], 400)],
    ["truncated JSON", text('{"code":"Foo', 400)],
  ])("is Unknown with %s", async (_, answer) => {
    expect((await errorAfter(answer)).awsCode).toBe("Unknown");
  });

  it.each([
    ["message", { message: "no cluster found", Message: "other" }],
    ["Message", { Message: "no cluster found" }],
    ["Message beside a null", { message: null, Message: "no cluster found" }],
    ["Message, if message is no text", { message: { toString: 1 }, Message: "no cluster found" }],
  ])("has its message from %s", async (_, body) => {
    const error = await errorAfter(json(body, 404));

    expect(error.awsMessage).toBe("no cluster found");
    expect(error.message).toContain("no cluster found");
  });

  it("quotes the beginning of a page that a proxy put in its place", async () => {
    const page = `<html>\n  <h1>Service   Unavailable</h1>${"x".repeat(1000)}</html>`;
    const error = await errorAfter(text(page, 503, { "content-type": "text/html" }));

    expect(error).toMatchObject({ awsCode: "Unknown", status: 503, retryable: true });
    expect(error.awsMessage).toContain("<h1>Service Unavailable</h1>");
    expect(error.awsMessage.length).toBeLessThanOrEqual(500);
  });

  it.each(["x-amzn-RequestId", "x-amzn-request-id", "x-amz-request-id"])(
    "has its request id from %s",
    async (name) => {
      const error = await errorAfter(json({}, 400, { [name]: "c6104cbe" }));

      expect(error.requestId).toBe("c6104cbe");
      expect(error.message).toContain("c6104cbe");
    },
  );

  it("keeps the members that AWS models, without nulls", async () => {
    const body = {
      __type: "ResourceNotFoundException",
      message: "no",
      clusterName: "demo",
      nodegroupName: null,
    };

    expect((await errorAfter(json(body, 404))).members).toEqual({ clusterName: "demo" });
  });

  it("names service and operation", async () => {
    expect(await errorAfter(json({}, 400))).toMatchObject({ service: "eks", operation: "DescribeCluster" });
  });

  it("reports how long the service asks to wait", async () => {
    expect((await errorAfter(json({}, 429, { "retry-after": "3" }))).retryAfterMs).toBe(3000);
  });

  it("writes its facts as JSON, without stack and cause", async () => {
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
    });
  });
});
