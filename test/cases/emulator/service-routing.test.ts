import { describe, expect, test } from "vitest";
import { readError } from "./emulated-aws.ts";
import { emulateHandled, GET_ITEM, GET_OBJECT } from "./handled-service.ts";

describe("a request to a service with a handler", () => {
  test.each([
    ["dynamodb", "https://dynamodb.us-west-2.amazonaws.com/", "us-west-2"],
    ["dynamodb", "https://dynamodb.eu-west-1.api.aws/", "eu-west-1"],
    ["dynamodb", "https://dynamodb-fips.us-east-1.amazonaws.com/", "us-east-1"],
    ["dynamodb", "https://vpce-0a1b.dynamodb.us-west-2.vpce.amazonaws.com/", "us-west-2"],
    ["s3", "https://examplebucket.s3.us-west-2.amazonaws.com/key", "us-west-2"],
    ["s3", "https://examplebucket.s3.dualstack.us-west-2.amazonaws.com/key", "us-west-2"],
    ["s3", "https://s3.amazonaws.com/examplebucket/key", "us-east-1"],
    ["s3", "https://examplebucket.s3.amazonaws.com/key", "us-west-2"],
    ["s3", "https://examplebucket.s3-accelerate.amazonaws.com/key", "us-west-2"],
    ["s3", "https://s3.cn-north-1.amazonaws.com.cn/examplebucket/key", "cn-north-1"],
    ["lambda", "https://abcdefg.lambda-url.eu-central-1.on.aws/", "eu-central-1"],
    ["dynamodb", "http://127.0.0.1:4566/", "us-west-2"],
    ["s3", "http://127.0.0.1:4566/clusters/demo", "us-west-2"],
    ["s3", "http://examplebucket.localhost:4566/key", "us-west-2"],
  ])("of %s at %s, signed for its region, reaches the handler", async (service, url, region) => {
    const aws = emulateHandled();
    expect((await aws.send({ service, url, region })).status).toBe(200);
    expect(aws.calls[0]?.session).toMatchObject({ service, region });
    const { origin } = new URL(url);
    const stated = "eu-north-1";
    expect(
      (await aws.send({ service, url: `${origin}/other`, region: stated })).status,
    ).toBeGreaterThanOrEqual(400);
    expect(aws.calls).toHaveLength(1);
  });

  test.each([
    ["https://iam.amazonaws.com/", "us-east-1", 200],
    ["https://iam.amazonaws.com/", "us-west-2", 403],
    ["https://iam.amazonaws.com.cn/", "cn-north-1", 200],
    ["https://iam.us-gov.amazonaws.com/", "us-gov-west-1", 200],
    ["http://127.0.0.1:4566/", "us-east-1", 200],
    ["http://127.0.0.1:4566/", "us-west-2", 200],
    ["http://127.0.0.1:4566/", "eu-west-1", 403],
  ])("of a global service at %s, signed for %s, gets %i", async (url, region, status) => {
    const aws = emulateHandled(undefined, { services: { iam: () => new Response("users") } });
    expect((await aws.send({ service: "iam", url: `${url}?Action=ListUsers`, region })).status).toBe(status);
  });

  test("is in the log with the operation that its protocol names", async () => {
    const aws = emulateHandled();
    await aws.send(GET_ITEM);
    const form = { "content-type": "application/x-www-form-urlencoded" };
    const sns = {
      service: "sns",
      url: "https://sns.us-west-2.amazonaws.com/",
      method: "POST",
      headers: form,
    };
    await aws.send({ ...sns, body: "Action=Publish&Message=a" });
    await aws.send({ service: "ec2", url: "https://ec2.us-west-2.amazonaws.com/?Action=RunInstances" });
    await aws.send(GET_OBJECT);
    expect(aws.emulator.requests.map(({ service, operation }) => [service, operation])).toEqual([
      ["dynamodb", "GetItem"],
      ["sns", "Publish"],
      ["ec2", "RunInstances"],
      ["s3", undefined],
    ]);
    expect(aws.emulator.requests[0]).toMatchObject({
      region: "us-west-2",
      principal: "arn:aws:iam::111122223333:user/podkey",
      status: 200,
    });
  });

  test("fails by injected faults, scoped by service and operation", async () => {
    const aws = emulateHandled();
    aws.emulator.injectFault({ kind: "throttle", service: "s3" });
    aws.emulator.injectFault({ kind: "throttle", service: "dynamodb", operation: "GetItem" });
    aws.emulator.injectFault({ kind: "malformedBody", service: "lambda" });
    expect((await aws.call("eks", "/clusters/demo")).status).toBe(200);
    expect(await readError(await aws.send(GET_OBJECT))).toMatchObject({ status: 503, code: "SlowDown" });
    const throttled = await aws.send(GET_ITEM);
    expect([throttled.status, await throttled.json()]).toEqual([
      400,
      { __type: "ThrottlingException", message: "Rate exceeded" },
    ]);
    expect((await aws.send(GET_ITEM)).status).toBe(200);
    const lambda = { service: "lambda", url: "https://lambda.us-west-2.amazonaws.com/" };
    expect(await (await aws.send(lambda)).text()).toBe("go");
    expect(aws.calls).toHaveLength(2);
  });
});

describe("an injected failure of a service with a handler", () => {
  const lambda = { service: "lambda", url: "https://lambda.us-west-2.amazonaws.com/" };
  const sns = { service: "sns", url: "https://sns.us-west-2.amazonaws.com/?Action=Publish" };
  const ec2 = { service: "ec2", url: "https://ec2.us-west-2.amazonaws.com/?Action=RunInstances" };

  test.each([
    ["S3", GET_OBJECT, 503, "SlowDown", "InternalError", "ServiceUnavailable"],
    ["JSON-RPC", GET_ITEM, 400, "ThrottlingException", "InternalServerError", "ServiceUnavailableException"],
    [
      "REST-JSON",
      lambda,
      429,
      "ThrottlingException",
      "InternalServerException",
      "ServiceUnavailableException",
    ],
    ["the query protocol", sns, 400, "Throttling", "InternalFailure", "ServiceUnavailable"],
    ["EC2", ec2, 503, "RequestLimitExceeded", "InternalError", "ServiceUnavailable"],
  ] as const)("has the codes of %s", async (_protocol, request, status, throttled, failed, unavailable) => {
    const aws = emulateHandled();
    aws.emulator.injectFault({ kind: "throttle" });
    aws.emulator.injectFault({ kind: "serverError" });
    aws.emulator.injectFault({ kind: "serverError", status: 503 });
    for (let count = 0; count < 3; count += 1) await aws.send(request);
    expect(aws.emulator.requests.map((logged) => [logged.status, logged.errorCode])).toEqual([
      [status, throttled],
      [500, failed],
      [503, unavailable],
    ]);
    expect(aws.calls).toEqual([]);
  });
});

describe("a request to a service without a handler", () => {
  const SNS_FORM = {
    service: "sns",
    url: "https://sns.us-west-2.amazonaws.com/",
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
    body: "Action=Publish",
  };

  const advice = (service: string, key = service): string =>
    `The emulator has no handler for the service ${service}. Add one: createEmulator({ services: { ${key}: (request, session) => new Response() } }).`;

  test.each([
    ["JSON-RPC", GET_ITEM, "dynamodb"],
    [
      "REST-JSON",
      { service: "lambda", url: "https://lambda.us-west-2.amazonaws.com/2015-03-31/functions" },
      "lambda",
    ],
    [
      "the query protocol",
      { service: "sns", url: "https://sns.us-west-2.amazonaws.com/?Action=Publish" },
      "sns",
    ],
    [
      "EC2's protocol",
      { service: "ec2", url: "https://ec2.us-west-2.amazonaws.com/?Action=RunInstances" },
      "ec2",
    ],
    ["S3's XML", GET_OBJECT, "s3"],
    [
      "REST-XML",
      { service: "route53", url: "https://route53.amazonaws.com/2013-04-01/hostedzone" },
      "route53",
    ],
  ])("gets 501 in %s with the line to add", async (_protocol, request, service) => {
    const aws = emulateHandled(undefined, { services: {} });
    const response = await aws.send(request);
    expect(response.status).toBe(501);
    expect((await response.text()).replaceAll("&gt;", ">")).toContain(advice(service));
    expect(aws.emulator.requests[0]?.errorCode).toBe("NotImplemented");
  });

  test.each([
    [SNS_FORM, /^<ErrorResponse/],
    [{ ...GET_ITEM, headers: { "content-type": "application/x-amz-json-1.1" } }, /^\{"__type"/],
    [{ ...GET_ITEM, headers: { "x-amz-target": "DynamoDB_20120810.GetItem" } }, /^\{"__type"/],
    [{ ...GET_ITEM, headers: { "content-type": "application/json" } }, /^\{"message"/],
    [
      { service: "cloudfront", url: "https://cloudfront.amazonaws.com/", region: "us-east-1" },
      /^<ErrorResponse/,
    ],
  ])("gets the form of its protocol for %j", async (request, form) => {
    const response = await emulateHandled(undefined, { services: {} }).send(request);
    expect(await response.text()).toMatch(form);
  });

  test("gets 501 for an unsigned request too, by the service of the host", async () => {
    const { emulator } = emulateHandled(undefined, { services: {} });
    const response = await emulator.fetch("https://api.ecr.us-west-2.amazonaws.com/");
    expect(await readError(response)).toEqual({
      status: 501,
      code: "NotImplemented",
      message: advice("ecr"),
    });
  });

  test("gets a text that quotes a name with a hyphen, and names the services with a handler", async () => {
    const url = "https://bedrock-agentcore.us-west-2.amazonaws.com/";
    const response = await emulateHandled().send({ service: "bedrock-agentcore", url });
    expect((await readError(response)).message).toBe(
      `${advice("bedrock-agentcore", '"bedrock-agentcore"')} The handlers are for s3, dynamodb, sns, ec2, lambda.`,
    );
  });
});
