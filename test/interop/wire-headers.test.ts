import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RecordedRequest } from "../../src/emulator/world/request-log.ts";
import { type Client, createClient } from "../../src/http/client.ts";
import { assumeRoleWithWebIdentity } from "../../src/sts/assume-role.ts";
import { getCallerIdentity } from "../../src/sts/caller-identity.ts";
import { ROLE_ARN } from "../support/aws-examples.ts";
import { type Boto3Process, startBoto3 } from "./boto3-process.ts";
import { type ServedEmulator, serveEmulator } from "./served-emulator.ts";
import { type RecordedPair, recordPair } from "./wire-form.ts";

/** Headers that are not part of a call, with the reason why only one side sends each. */
const SENDERS_OWN = {
  ours: {
    accept: "Node's fetch adds it; STS answers XML to any value that does not name JSON",
    "accept-encoding": "Node's fetch unpacks gzip and deflate, and boto3 asks for no encoding at all",
    "accept-language": "Node's fetch adds it",
    connection: "the HTTP client's own",
    "sec-fetch-mode": "Node's fetch adds it",
    "user-agent": "Node's fetch names the runtime, and an SDK names itself",
  },
  theirs: {
    "accept-encoding": "boto3 asks for no encoding at all",
    "amz-sdk-invocation-id": "tracing: one id for all attempts of a call",
    "amz-sdk-request": "tracing: the number of the attempt",
    connection: "the HTTP client's own",
    "user-agent": "an SDK names itself",
    "x-amz-content-sha256": "only S3 asks for the hash as a header; elsewhere the signature holds it already",
    "x-amz-user-agent": "what a browser lets an SDK send in place of user-agent",
  },
} as const;

const WEB_IDENTITY_TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqYW5lIn0.c2lnbmF0dXJl";

const SIGNED = ["authorization", "content-length", "content-type", "host", "x-amz-date"];
const UNSIGNED = ["content-length", "content-type", "host"];

function remainingHeaders({ ours, theirs }: RecordedPair): { ours: string[]; theirs: string[] } {
  return {
    ours: Object.keys(ours.headers).filter((name) => !(name in SENDERS_OWN.ours)),
    theirs: Object.keys(theirs.headers).filter((name) => !(name in SENDERS_OWN.theirs)),
  };
}

function scopeOf({ headers }: RecordedRequest): string | undefined {
  return /Credential=([^,]+)/.exec(headers["authorization"] ?? "")?.[1];
}

describe("the headers of podkey beside those of the SDKs", () => {
  let served: ServedEmulator;
  let sts: STSClient;
  let boto3: Boto3Process;
  let client: Client;

  beforeAll(async () => {
    served = await serveEmulator();
    sts = new STSClient(served.settings);
    boto3 = startBoto3(served);
    client = createClient(served.settings);
  });

  afterAll(async () => {
    await boto3.close();
    await served.close();
  });

  const ours = () => getCallerIdentity(client);
  const theirs = () => sts.send(new GetCallerIdentityCommand({}));

  it("of a signed call equal the SDK's, except headers that identify the sender", async () => {
    const pair = await recordPair(served, { ours, theirs });
    expect(remainingHeaders(pair)).toEqual({ ours: SIGNED, theirs: SIGNED });
  });

  it("of a signed call equal boto3's, except headers that identify the sender", async () => {
    const pair = await recordPair(served, {
      ours,
      theirs: () => boto3.call("sts", "GetCallerIdentity", {}),
    });
    expect(remainingHeaders(pair)).toEqual({ ours: SIGNED, theirs: SIGNED });
  });

  it("of AssumeRoleWithWebIdentity contain no signature, as in the SDK", async () => {
    const input = { RoleArn: ROLE_ARN, RoleSessionName: "interop", WebIdentityToken: WEB_IDENTITY_TOKEN };
    const pair = await recordPair(served, {
      ours: () =>
        assumeRoleWithWebIdentity(client, {
          roleArn: ROLE_ARN,
          roleSessionName: "interop",
          webIdentityToken: WEB_IDENTITY_TOKEN,
        }),
      theirs: () => sts.send(new AssumeRoleWithWebIdentityCommand(input)),
    });
    expect(remainingHeaders(pair)).toEqual({ ours: UNSIGNED, theirs: UNSIGNED });
  });

  it("contain the same credential scope as the SDK's", async () => {
    const pair = await recordPair(served, { ours, theirs });
    expect(scopeOf(pair.ours)).toMatch(/^AKIAIOSFODNN7EXAMPLE\/\d{8}\/us-west-2\/sts\/aws4_request$/);
    expect(scopeOf(pair.ours)).toBe(scopeOf(pair.theirs));
  });
});
