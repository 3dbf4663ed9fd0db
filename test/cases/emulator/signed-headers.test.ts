import { Sha256 } from "@aws-crypto/sha256-js";
import { describe, expect, test } from "vitest";
import { verifySignature } from "../../../src/emulator/sigv4/verifier.ts";
import { type Principal, SigningKeys } from "../../../src/emulator/world/principals.ts";
import { hex } from "../../../src/lib/bytes.ts";
import { emulateAws, readError, START_MS } from "./emulated-aws.ts";
import { signRequest } from "./foreign-signer.ts";

const HOST = "eks.us-west-2.amazonaws.com";
const PATH = "/clusters/demo";
const GET = { url: `https://${HOST}${PATH}`, service: "eks", nowMs: START_MS };
const USER: Principal = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  sessionToken: undefined,
  arn: "arn:aws:iam::111122223333:user/podkey",
  userId: "AIDACKCEVSQ6C2EXAMPLE",
  accountId: "111122223333",
  session: undefined,
};
const DATE = "Sun, 30 Aug 2015 12:36:00 GMT";
const SCOPE = "20150830/us-west-2/eks/aws4_request";

async function hash(data: string, key?: string | Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const hasher = new Sha256(key);
  hasher.update(data);
  return new Uint8Array(await hasher.digest());
}

// The AWS SDK always adds `x-amz-date`, so this request is signed by hand.
async function authorizationOf(date: string): Promise<string> {
  const canonical = ["GET", PATH, "", `date:${date}`, `host:${HOST}`, "", "date;host"];
  const request = [...canonical, hex(await hash(""))].join("\n");
  const text = ["AWS4-HMAC-SHA256", "20150830T123600Z", SCOPE, hex(await hash(request))].join("\n");
  let key: string | Uint8Array = `AWS4${USER.secretAccessKey}`;
  for (const part of SCOPE.split("/")) key = await hash(part, key);
  const signature = hex(await hash(text, key));
  const credential = `${USER.accessKeyId}/${SCOPE}`;
  return `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=date;host, Signature=${signature}`;
}

// Browsers remove `date` from a `Request`, so the verifier gets the request in parts.
function verify(headers: Record<string, string>): Promise<Principal> {
  const request = { method: "GET", path: PATH, search: "", query: [], host: HOST, text: "" };
  return verifySignature(
    { ...request, headers: new Headers(headers), body: new Uint8Array() },
    {
      protocol: "json",
      service: "eks",
      region: "us-west-2",
      nowMs: START_MS,
      signingKeys: new SigningKeys(),
      findPrincipal: () => USER,
    },
  );
}

describe("the signature verifier", () => {
  test("refuses a valid signature whose list of signed headers is not sorted", async () => {
    const aws = emulateAws();
    const signed = await signRequest({ ...GET, keys: aws.emulator.credentials });
    const { authorization = "" } = signed.init.headers;
    const [, names = ""] = /SignedHeaders=([^,]+)/.exec(authorization) ?? [];
    const changed = authorization.replace(names, names.split(";").reverse().join(";"));
    expect(changed).not.toBe(authorization);
    const response = await aws.emulator.fetch(signed.url, {
      ...signed.init,
      headers: { ...signed.init.headers, authorization: changed },
    });
    expect(await readError(response)).toMatchObject({ status: 403, code: "InvalidSignatureException" });
  });

  test("accepts a repeated header that was signed in AWS's form, joined with a comma", async () => {
    const aws = emulateAws();
    const joined = { "x-amz-note": "b,a", "x-amz-text": "one, two" };
    const keys = aws.emulator.credentials;
    const signed = await signRequest({ ...GET, keys, headers: joined });
    const { "x-amz-note": _note, ...others } = signed.init.headers;
    const headers = new Headers(others);
    for (const value of ["b", "a"]) headers.append("x-amz-note", value);
    const accepted = await aws.emulator.fetch(signed.url, { ...signed.init, headers });
    expect(accepted.status).toBe(200);
    headers.append("x-amz-note", "c");
    const refused = await aws.emulator.fetch(signed.url, { ...signed.init, headers });
    expect(await readError(refused)).toMatchObject({ status: 403, code: "InvalidSignatureException" });
  });

  test("takes the time of signing from a Date header without x-amz-date", async () => {
    const authorization = await authorizationOf(DATE);
    expect(await verify({ date: DATE, authorization })).toBe(USER);
  });

  test("refuses a Date header that names no time", async () => {
    const authorization = await authorizationOf("soon");
    await expect(verify({ date: "soon", authorization })).rejects.toMatchObject({
      code: "IncompleteSignatureException",
      message: "Date must be in ISO-8601 'basic format'. Got 'soon'.",
    });
  });

  test("takes a signed content-length that the client left to its runtime from the body", async () => {
    const { emulator } = emulateAws();
    const keys = emulator.credentials;
    const sized = { method: "POST", body: "{}", headers: { "content-length": "2" } };
    const signed = await signRequest({ ...GET, url: `${GET.url}/pod-identity-associations`, ...sized, keys });
    expect(signed.init.headers["authorization"]).toContain("content-length;");
    const { "content-length": _, ...headers } = signed.init.headers;
    const response = await emulator.fetch(signed.url, { ...signed.init, headers });
    expect(await readError(response)).toMatchObject({ status: 400, code: "InvalidParameterException" });
  });
});
