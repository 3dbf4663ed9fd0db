import { describe, expect, test } from "vitest";
import { assumed } from "./assumed-role.ts";
import { type EmulatedAws, readError, START_MS } from "./emulated-aws.ts";
import { emulateHandled, GET_ITEM, GET_OBJECT, type UnsentRequest } from "./handled-service.ts";

type Refusal = readonly [status: number, code: string];

interface RefusedService {
  readonly name: string;
  readonly request: UnsentRequest;
  readonly missing: Refusal;
  readonly unknownKey: Refusal;
  readonly wrongSecret: Refusal;
  readonly wrongRegion: Refusal;
  readonly wrongToken: Refusal;
  readonly expiredSession: Refusal;
}

const SERVICES: readonly RefusedService[] = [
  {
    name: "s3 (XML)",
    request: GET_OBJECT,
    missing: [403, "AccessDenied"],
    unknownKey: [403, "InvalidAccessKeyId"],
    wrongSecret: [403, "SignatureDoesNotMatch"],
    wrongRegion: [400, "AuthorizationHeaderMalformed"],
    wrongToken: [400, "InvalidToken"],
    expiredSession: [400, "ExpiredToken"],
  },
  {
    name: "dynamodb (JSON-RPC)",
    request: GET_ITEM,
    missing: [400, "MissingAuthenticationTokenException"],
    unknownKey: [400, "UnrecognizedClientException"],
    wrongSecret: [400, "InvalidSignatureException"],
    wrongRegion: [400, "InvalidSignatureException"],
    wrongToken: [400, "UnrecognizedClientException"],
    expiredSession: [400, "ExpiredTokenException"],
  },
  {
    name: "sns (query protocol)",
    request: { service: "sns", url: "https://sns.us-west-2.amazonaws.com/?Action=ListTopics" },
    missing: [403, "MissingAuthenticationToken"],
    unknownKey: [403, "InvalidClientTokenId"],
    wrongSecret: [403, "SignatureDoesNotMatch"],
    wrongRegion: [403, "SignatureDoesNotMatch"],
    wrongToken: [403, "InvalidClientTokenId"],
    expiredSession: [403, "ExpiredToken"],
  },
  {
    name: "lambda (REST-JSON)",
    request: { service: "lambda", url: "https://lambda.us-west-2.amazonaws.com/2015-03-31/functions" },
    missing: [403, "MissingAuthenticationTokenException"],
    unknownKey: [403, "UnrecognizedClientException"],
    wrongSecret: [403, "InvalidSignatureException"],
    wrongRegion: [403, "InvalidSignatureException"],
    wrongToken: [403, "UnrecognizedClientException"],
    expiredSession: [403, "ExpiredTokenException"],
  },
];

describe.each(SERVICES)("a handler of $name is not called", (service) => {
  const { request } = service;

  /** Reads the status and AWS's code of a refusal, and checks that the log has the code too. */
  async function refusalOf(aws: EmulatedAws, response: Response): Promise<Refusal> {
    const text = await response.clone().text();
    const { __type: type } = text.startsWith("{") ? (JSON.parse(text) as { __type?: string }) : {};
    const { status, code } = await readError(response);
    expect(aws.emulator.requests.at(-1)).toMatchObject({
      status,
      errorCode: type ?? code,
      principal: undefined,
    });
    return [status, type ?? code];
  }

  test("for a request without a signature", async () => {
    const aws = emulateHandled();
    const { url, method = "GET", headers = {} } = request;
    const response = await aws.emulator.fetch(url, { method, headers });
    expect(await refusalOf(aws, response)).toEqual(service.missing);
    expect(aws.calls).toEqual([]);
  });

  test.each([
    ["an unknown access key id", "unknownKey", { accessKeyId: "AKIAI44QH8DHBEXAMPLE" }],
    [
      "a wrong secret access key",
      "wrongSecret",
      { secretAccessKey: "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY" },
    ],
    ["a session token that is not that of the key", "wrongToken", { sessionToken: "another" }],
  ] as const)("for %s", async (_what, refusal, wrong) => {
    const aws = emulateHandled();
    const keys = { ...aws.emulator.credentials, ...wrong };
    expect(await refusalOf(aws, await aws.send({ ...request, keys }))).toEqual(service[refusal]);
    expect(aws.calls).toEqual([]);
  });

  test("for a signature of another region", async () => {
    const aws = emulateHandled();
    const response = await aws.send({ ...request, region: "eu-west-1" });
    expect(await refusalOf(aws, response)).toEqual(service.wrongRegion);
    expect(aws.calls).toEqual([]);
  });

  test("for a session that has ended", async () => {
    const aws = emulateHandled();
    const { accessKeyId, secretAccessKey, sessionToken } = await assumed(aws);
    const keys = { accessKeyId, secretAccessKey, sessionToken };
    expect((await aws.send({ ...request, keys })).status).toBe(200);
    aws.clock.nowMs += 3_600_000;
    expect(await refusalOf(aws, await aws.send({ ...request, keys }))).toEqual(service.expiredSession);
    expect(aws.calls).toHaveLength(1);
  });
});

describe("the verifier of S3's signatures", () => {
  test("tells the region that it expects", async () => {
    const response = await emulateHandled().send({ ...GET_OBJECT, region: "eu-west-1" });
    const text = await response.text();
    expect(text).toContain(
      "<Message>The authorization header is malformed; the region &apos;eu-west-1&apos; is wrong; expecting &apos;us-west-2&apos;</Message><Region>us-west-2</Region>",
    );
  });

  test("accepts signatures up to fifteen minutes old or ahead", async () => {
    const aws = emulateHandled();
    for (const offMs of [-900_000, 900_000]) {
      expect((await aws.send({ ...GET_OBJECT, nowMs: START_MS + offMs })).status).toBe(200);
      const tooFar = await aws.send({ ...GET_OBJECT, nowMs: START_MS + offMs + Math.sign(offMs) * 1000 });
      expect(await readError(tooFar)).toMatchObject({ status: 403, code: "RequestTimeTooSkewed" });
    }
  });

  test("refuses an x-amz- header that is not signed, and names it", async () => {
    const { emulator } = emulateHandled();
    const signature =
      "Credential=AKIAIOSFODNN7EXAMPLE/20150830/us-west-2/s3/aws4_request, SignedHeaders=host, Signature=0";
    const response = await emulator.fetch(GET_OBJECT.url, {
      headers: {
        authorization: `AWS4-HMAC-SHA256 ${signature}`,
        "x-amz-acl": "private",
        date: "Sun, 30 Aug 2015 12:36:00 GMT",
        "x-amz-date": "20150830T123600Z",
      },
    });
    expect(await response.text()).toContain("<HeadersNotSigned>x-amz-acl</HeadersNotSigned>");
  });

  test("refuses an algorithm that it does not know", async () => {
    const { emulator } = emulateHandled();
    const authorization =
      "AWS4-ECDSA-P256-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20150830/s3/aws4_request, SignedHeaders=host, Signature=0";
    const response = await emulator.fetch(GET_OBJECT.url, { headers: { authorization } });
    expect(await readError(response)).toEqual({
      status: 400,
      code: "AuthorizationHeaderMalformed",
      message: "Unsupported AWS 'algorithm'.",
    });
  });
});

describe("the verifier of a service with a handler", () => {
  test("refuses a body that was changed after signing", async () => {
    const aws = emulateHandled();
    const changed = await aws.send(GET_ITEM, { body: '{"TableName":"users"}' });
    expect(changed.status).toBe(400);
    expect(aws.calls).toEqual([]);
  });

  test("refuses a request to a host of another service that is signed for an emulated one", async () => {
    const aws = emulateHandled();
    const { code, message } = await readError(await aws.send({ ...GET_OBJECT, service: "eks" }));
    expect(code).toBe("AuthorizationHeaderMalformed");
    expect(message).toBe("Credential should be scoped to correct service: 's3'.");
    expect(aws.calls).toEqual([]);
  });
});
