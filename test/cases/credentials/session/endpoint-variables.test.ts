import { describe, expect, it } from "vitest";
import { text } from "../../../support/fake-runtime.ts";
import { errorOf } from "../../../support/rejection.ts";
import { sessionScene } from "./session-scene.ts";

const LOCAL = "http://127.0.0.1:4566";
const OTHER = "http://localhost:9000/base";
const OBJECT_URL = "https://my.bucket.s3.eu-central-1.amazonaws.com/a%20key?versionId=1";
const QUEUE_URL = "https://sqs.us-west-2.amazonaws.com/111122223333/orders";

type Env = Readonly<Record<string, string>>;
type Endpoint = string | Record<string, string>;

/** Sends a request and returns its URL and the scope of its signature. */
async function sentTo(url: string, env: Env, options: { endpoint?: Endpoint; service?: string } = {}) {
  const { endpoint, ...init } = options;
  const { session, requests } = sessionScene({ answers: [text("")], env }, { ...(endpoint && { endpoint }) });
  await session.fetch(url, init);
  const [request] = requests;
  const scope = /Credential=[^/]+\/(\S+),/.exec(request?.headers["authorization"] ?? "")?.[1];
  return [request?.url, scope];
}

describe("fetch of a session", () => {
  it.each<[string, string, Env, string]>([
    ["AWS_ENDPOINT_URL", QUEUE_URL, { AWS_ENDPOINT_URL: LOCAL }, `${LOCAL}/111122223333/orders`],
    ["AWS_ENDPOINT_URL_SQS", QUEUE_URL, { AWS_ENDPOINT_URL_SQS: LOCAL }, `${LOCAL}/111122223333/orders`],
    [
      "AWS_ENDPOINT_URL_SQS before AWS_ENDPOINT_URL",
      QUEUE_URL,
      { AWS_ENDPOINT_URL: LOCAL, AWS_ENDPOINT_URL_SQS: OTHER },
      `${OTHER}/111122223333/orders`,
    ],
    [
      "AWS_ENDPOINT_URL if AWS_ENDPOINT_URL_SQS is empty",
      QUEUE_URL,
      { AWS_ENDPOINT_URL: LOCAL, AWS_ENDPOINT_URL_SQS: "" },
      `${LOCAL}/111122223333/orders`,
    ],
    ["AWS unless a variable names the service", QUEUE_URL, { AWS_ENDPOINT_URL_S3: LOCAL }, QUEUE_URL],
    [
      "AWS if AWS_IGNORE_CONFIGURED_ENDPOINT_URLS is true",
      QUEUE_URL,
      { AWS_ENDPOINT_URL: LOCAL, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" },
      QUEUE_URL,
    ],
  ])("sends a request to %s, signed for the AWS host", async (_what, url, env, expected) => {
    expect(await sentTo(url, env)).toEqual([expected, "20260301/us-west-2/sqs/aws4_request"]);
  });

  it("moves the bucket of S3 from the host to the path of the endpoint", async () => {
    expect(await sentTo(OBJECT_URL, { AWS_ENDPOINT_URL_S3: `${LOCAL}/` })).toEqual([
      `${LOCAL}/my.bucket/a%20key?versionId=1`,
      "20260301/eu-central-1/s3/aws4_request",
    ]);
  });

  it.each([
    ["https://secretsmanager.us-west-2.amazonaws.com/", "AWS_ENDPOINT_URL_SECRETS_MANAGER"],
    ["https://bedrock-runtime.us-west-2.amazonaws.com/", "AWS_ENDPOINT_URL_BEDROCK_RUNTIME"],
    ["https://monitoring.us-west-2.amazonaws.com/", "AWS_ENDPOINT_URL_CLOUDWATCH"],
    ["https://states.us-west-2.amazonaws.com/", "AWS_ENDPOINT_URL_SFN"],
    ["https://email.us-west-2.amazonaws.com/", "AWS_ENDPOINT_URL_SESV2"],
    ["https://111122223333.ddb.us-west-2.amazonaws.com/", "AWS_ENDPOINT_URL_DYNAMODB"],
    ["https://iam.amazonaws.com/", "AWS_ENDPOINT_URL_IAM"],
    ["https://route53.amazonaws.com/", "AWS_ENDPOINT_URL_ROUTE_53"],
  ])("sends a request to %s by the variable %s", async (url, variable) => {
    expect((await sentTo(url, { [variable]: LOCAL }))[0]).toBe(`${LOCAL}/`);
  });

  it.each<[string, Endpoint, string]>([
    ["one URL", LOCAL, `${LOCAL}/111122223333/orders`],
    ["a URL for the service", { sqs: LOCAL }, `${LOCAL}/111122223333/orders`],
    ["a URL for another service", { s3: LOCAL }, `${OTHER}/111122223333/orders`],
  ])("lets the endpoint option win over the variables: %s", async (_what, endpoint, expected) => {
    expect((await sentTo(QUEUE_URL, { AWS_ENDPOINT_URL: OTHER }, { endpoint }))[0]).toBe(expected);
  });

  it.each([
    ["of a single resource", "https://abcdefghij.execute-api.us-west-2.amazonaws.com/prod"],
    ["that AWS does not own", "https://storage.example.com/key"],
  ])("sends a request to a host %s where the URL says", async (_what, url) => {
    const env = { AWS_ENDPOINT_URL: LOCAL, AWS_REGION: "us-west-2" };
    expect((await sentTo(url, env, { service: "execute-api" }))[0]).toBe(url);
  });

  it.each([
    "localhost:4566",
    "sqs.example.com",
    "user:secret@sqs.example.com",
    "https://sqs.example.com?",
    "https://sqs.example.com/#",
    "https://user:secret@sqs.example.com",
  ])("refuses the endpoint %s, names its variable and says what to write", async (endpoint) => {
    const error = await errorOf(sentTo(QUEUE_URL, { AWS_ENDPOINT_URL_SQS: endpoint }), "CONFIGURATION");

    expect([error.setting, error.message]).toEqual([
      "AWS_ENDPOINT_URL_SQS",
      expect.stringContaining("http:// or https://"),
    ]);
    expect(error.message).not.toContain("secret");
  });

  it("names the variable whose region is malformed", async () => {
    const url = "https://example-bucket.s3.amazonaws.com/";
    const error = await errorOf(sentTo(url, { AWS_REGION: "us west 2" }), "CONFIGURATION");

    expect([error.setting, error.message]).toEqual([
      "AWS_REGION",
      expect.stringContaining('"us west 2" is not the name of a region'),
    ]);
  });

  it("signs for the session's region if the host names none", async () => {
    const url = "https://example-bucket.s3.amazonaws.com/";
    expect((await sentTo(url, { AWS_REGION: "eu-west-3" }))[1]).toBe("20260301/eu-west-3/s3/aws4_request");
  });
});

describe("presign of a session", () => {
  it("makes a URL of the configured endpoint, signed for the AWS host", async () => {
    const { session } = sessionScene({ env: { AWS_ENDPOINT_URL: LOCAL } });
    const { origin, pathname, searchParams } = new URL((await session.presign(OBJECT_URL)).url);

    expect(`${origin}${pathname}`).toBe(`${LOCAL}/my.bucket/a%20key`);
    expect(searchParams.get("X-Amz-Credential")).toContain("/20260301/eu-central-1/s3/aws4_request");
  });
});
