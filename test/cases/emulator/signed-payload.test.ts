import { describe, expect, test } from "vitest";
import { emulateAws, readError, START_MS } from "./emulated-aws.ts";
import { signRequest } from "./foreign-signer.ts";

const EKS = "https://eks.us-west-2.amazonaws.com";
const STS = "https://sts.us-west-2.amazonaws.com";
const LIST = "/clusters/demo/pod-identity-associations";
const IDENTITY = "/?Action=GetCallerIdentity&Version=2011-06-15";

describe("the verifier of a signed body", () => {
  const request = { service: "eks", url: EKS + LIST, method: "POST", nowMs: START_MS, body: "{}" };

  test("refuses a body that was changed after signing", async () => {
    const { emulator } = emulateAws();
    const signed = await signRequest({ ...request, keys: emulator.credentials });
    expect((await emulator.fetch(signed.url, signed.init)).status).toBe(400);
    const changed = await emulator.fetch(signed.url, { ...signed.init, body: '{"a":1}' });
    expect(await readError(changed)).toMatchObject({ status: 403, code: "InvalidSignatureException" });
  });

  test("refuses UNSIGNED-PAYLOAD, which only S3 accepts", async () => {
    const { emulator } = emulateAws();
    const headers = { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
    const signed = await signRequest({ ...request, headers, keys: emulator.credentials });
    expect(await readError(await emulator.fetch(signed.url, signed.init))).toMatchObject({
      status: 403,
      code: "InvalidSignatureException",
    });
  });

  test("refuses a body that does not have the hash in x-amz-content-sha256", async () => {
    const { emulator } = emulateAws();
    const headers = { "x-amz-content-sha256": "0".repeat(64) };
    const signed = await signRequest({ ...request, headers, keys: emulator.credentials });
    expect((await emulator.fetch(signed.url, signed.init)).status).toBe(403);
  });
});

describe("a presigned request", () => {
  test.each(["0", "-1", "1.5", "604801", "soon"])(
    "is refused for a lifetime of %s seconds",
    async (expires) => {
      const aws = emulateAws();
      const url = await aws.presign(STS + IDENTITY, 60);
      const changed = url.replace("X-Amz-Expires=60", `X-Amz-Expires=${expires}`);
      expect(await readError(await aws.emulator.fetch(changed))).toEqual({
        status: 400,
        code: "IncompleteSignature",
        message: "X-Amz-Expires must be a number of seconds from 1 to 604800.",
      });
    },
  );

  test("is refused for another algorithm", async () => {
    const aws = emulateAws();
    const url = (await aws.presign(STS + IDENTITY, 60)).replace("HMAC-SHA256", "ECDSA-P256-SHA256");
    expect(await readError(await aws.emulator.fetch(url))).toMatchObject({
      status: 400,
      code: "IncompleteSignature",
    });
  });

  test("is accepted until it expires", async () => {
    const aws = emulateAws();
    const url = await aws.presign(STS + IDENTITY, 60);
    expect((await aws.emulator.fetch(url)).status).toBe(200);
    aws.clock.nowMs += 60_000;
    expect((await aws.emulator.fetch(url)).status).toBe(200);
    aws.clock.nowMs += 1000;
    expect(await readError(await aws.emulator.fetch(url))).toMatchObject({
      status: 403,
      code: "SignatureDoesNotMatch",
      message: "Signature expired: 20150830T123700Z is now earlier than 20150830T123701Z",
    });
  });

  test("is refused when a parameter was changed, added or removed", async () => {
    const aws = emulateAws();
    const url = await aws.presign(STS + IDENTITY, 60);
    for (const changed of [url.replace("Expires=60", "Expires=61"), `${url}&Extra=1`]) {
      expect(await readError(await aws.emulator.fetch(changed))).toMatchObject({
        code: "SignatureDoesNotMatch",
      });
    }
    const incomplete = url.replace(/&X-Amz-Date=[^&]+/, "");
    expect(await readError(await aws.emulator.fetch(incomplete))).toMatchObject({
      code: "IncompleteSignature",
    });
  });

  test.each([
    "X-Amz-Signature=00",
    "X-Amz-Credential=x",
    "X-Amz-Date=20150830T123600Z",
    "X-Amz-Algorithm=AWS4-HMAC-SHA256",
    "X-Amz-Security-Token=a&X-Amz-Security-Token=b",
  ])("is refused when it repeats a parameter of its signature as %s", async (parameter) => {
    const aws = emulateAws();
    const url = await aws.presign(STS + IDENTITY, 60);
    const response = await aws.emulator.fetch(`${url}&${parameter}`);
    const name = parameter.split("=")[0];
    expect(await readError(response)).toMatchObject({
      status: 400,
      code: "IncompleteSignature",
      message: `AWS query-string parameters must include '${name}' only once.`,
    });
  });

  test("is refused when it has an x-amz- header that is not signed", async () => {
    const aws = emulateAws();
    const url = await aws.presign(STS + IDENTITY, 60);
    const response = await aws.emulator.fetch(url, {
      headers: { "x-k8s-aws-id": "demo", "x-amz-note": "1" },
    });
    expect(await readError(response)).toMatchObject({ code: "SignatureDoesNotMatch" });
  });
});
