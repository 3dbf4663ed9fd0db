import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { plainEnvironment, runCommand } from "../node/cli/podkey-process.ts";
import { rejectionOf } from "../support/rejection.ts";
import { PYTHON } from "./boto3-process.ts";
import { emulatedObjectStore } from "./emulated-object-store.ts";
import { type ServedEmulator, serveEmulator } from "./served-emulator.ts";

const BOTO3_S3 = fileURLToPath(new URL("boto3_s3.py", import.meta.url));
const PLACE = { Bucket: "examplebucket", Key: "a folder/résumé+(1).txt" };

describe("a handler of S3 in a served emulator", () => {
  let served: ServedEmulator;

  beforeEach(async () => {
    served = await serveEmulator({ services: { s3: emulatedObjectStore() } });
  });

  afterEach(() => served.close());

  function s3(more: S3ClientConfig = {}): S3Client {
    return new S3Client({ ...served.settings, maxAttempts: 1, ...more });
  }

  async function textOf({ Body }: GetObjectCommandOutput): Promise<string | undefined> {
    return Body?.transformToString();
  }

  it("stores and returns an object for the AWS SDK, from a text and from a stream in chunks", async () => {
    const client = s3();
    await client.send(new PutObjectCommand({ ...PLACE, Body: "one" }));
    expect(await textOf(await client.send(new GetObjectCommand(PLACE)))).toBe("one");
    const large = "two ".repeat(50_000);
    const Body = Readable.from([Buffer.from(large)]);
    await client.send(new PutObjectCommand({ ...PLACE, Body, ContentLength: large.length }));
    expect(await textOf(await client.send(new GetObjectCommand(PLACE)))).toBe(large);
    expect(served.emulator.requests[2]?.headers).toMatchObject({
      "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
      "content-encoding": "aws-chunked",
    });
    served.emulator.expect("s3", { times: 4, status: 200, region: "us-west-2", secretInUrl: false });
  });

  it.each<[string, S3ClientConfig, string]>([
    [
      "SignatureDoesNotMatch for a wrong secret",
      {
        credentials: {
          accessKeyId: "AKIAIOSFODNN7EXAMPLE",
          secretAccessKey: "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY",
        },
      },
      "SignatureDoesNotMatch",
    ],
    [
      "InvalidAccessKeyId for an unknown key",
      { credentials: { accessKeyId: "AKIAI44QH8DHBEXAMPLE", secretAccessKey: "secret" } },
      "InvalidAccessKeyId",
    ],
    [
      "AuthorizationHeaderMalformed for another region",
      { region: "eu-west-1" },
      "AuthorizationHeaderMalformed",
    ],
  ])("gives the AWS SDK the error %s", async (_what, config, name) => {
    const error = await rejectionOf(s3(config).send(new GetObjectCommand(PLACE)));
    expect(error).toMatchObject({ name });
  });

  it("gives the AWS SDK the error NotImplemented without a handler", async () => {
    const bare = await serveEmulator();
    const client = new S3Client({ ...bare.settings, maxAttempts: 1 });
    const error = (await rejectionOf(client.send(new GetObjectCommand(PLACE)))) as Error;
    expect(error).toMatchObject({ name: "NotImplemented", $metadata: { httpStatusCode: 501 } });
    expect(error.message).toContain("createEmulator({ services: { s3: (request, session) =>");
    await bare.close();
  });

  it("stores, returns and presigns for boto3, which gets S3's own errors", async () => {
    const { url, settings } = served;
    const env = plainEnvironment({
      AWS_ENDPOINT_URL: url,
      AWS_DEFAULT_REGION: settings.region,
      AWS_ACCESS_KEY_ID: settings.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: settings.credentials.secretAccessKey,
      AWS_MAX_ATTEMPTS: "1",
    });
    const { stdout, stderr } = await runCommand(PYTHON, [BOTO3_S3], env);
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual({
      put: "one",
      upload: "two",
      lostKeys: [],
      presignedPut: "",
      presignedGet: "three",
      changed: 403,
      wrongSecret: ["SignatureDoesNotMatch", 403],
      unknownKey: ["InvalidAccessKeyId", 403],
      withoutHandler: ["NotImplemented", 501],
    });
  });
});
