import { array, assert, asyncProperty, constantFrom } from "fast-check";
import { describe, expect, it } from "vitest";
import { nativeDigest } from "../../../runtimes/shared/native-digest.ts";
import { webDigest } from "../../../src/digest.ts";
import { listPodIdentityAssociations } from "../../../src/eks/associations.ts";
import { untagResource } from "../../../src/eks/tags.ts";
import { createClient } from "../../../src/http/client.ts";
import { signOperation } from "../../../src/signing/sign-operation.ts";
import { signHeaders } from "../../../src/signing/sign-request.ts";
import { assumeRole } from "../../../src/sts/assume-role.ts";
import { ASSOCIATION_ARN, CREDENTIALS, NOW_MS, ROLE_ARN } from "../../support/aws-examples.ts";
import { bodyText, fakeRuntime, json } from "../../support/fake-runtime.ts";
import { OPERATIONS } from "../../support/operation-corpus.ts";
import {
  authorizationByAws4fetch,
  smithy,
  smithyRequest,
  verifyByEmulator,
} from "../../support/other-signers.ts";
import { errorOf } from "../../support/rejection.ts";
import { type CorpusRequest, ODD_TEXT } from "../../support/request-corpus.ts";
import { signingContext } from "../../support/signing-context.ts";
import { syncDigest } from "../../support/sync-digest.ts";

const RUNS = { numRuns: 5000, seed: 20_261_125 };
const REQUEST = { method: "GET", url: "https://eks.us-west-2.amazonaws.com/clusters", headers: {} };
const TIMEOUT = { timeout: 60_000 };
const NATIVE = nativeDigest().digest ?? webDigest();
const DIGEST = constantFrom(NATIVE, webDigest(), syncDigest);

function unsigned({ method, url, headers, body }: CorpusRequest) {
  return { method, url, headers, ...(body !== undefined && { body }) };
}

describe("signOperation", () => {
  it("signs generated operations as signHeaders and aws4fetch do, with every digest", TIMEOUT, async () => {
    await assert(
      asyncProperty(OPERATIONS, DIGEST, async (operation, digest) => {
        const { credentials, service, region, nowMs } = operation;
        const context = { credentials, service, region, nowMs, digest };

        const signed = await signOperation(unsigned(operation), context);
        expect(signed).toEqual(
          await signHeaders(unsigned(operation), { ...context, credentials: { ...credentials } }),
        );
        expect(signed.headers["authorization"]).toBe(await authorizationByAws4fetch(operation));
      }),
      RUNS,
    );
  });

  it("signs generated operations as the AWS SDK for JavaScript does", TIMEOUT, async () => {
    await assert(
      asyncProperty(OPERATIONS, async (operation) => {
        const { credentials, service, region, nowMs } = operation;
        const context = { credentials, service, region, nowMs, digest: NATIVE };
        const { headers } = await signOperation(unsigned(operation), context);
        const signingDate = new Date(nowMs);
        const expected = await smithy(operation).sign(smithyRequest(operation), { signingDate });

        expect(headers["authorization"]).toBe(expected.headers["authorization"]);
      }),
      RUNS,
    );
  });

  it("signs generated operations such that the emulator accepts them", TIMEOUT, async () => {
    await assert(
      asyncProperty(OPERATIONS, async (operation) => {
        const { credentials, service, region, nowMs } = operation;
        const method = operation.body === undefined ? operation.method : "POST";
        const context = { credentials, service, region, nowMs, digest: NATIVE };
        const { url, ...init } = await signOperation({ ...unsigned(operation), method }, context);

        expect(await verifyByEmulator(new Request(url, init), operation)).toBe(credentials.accessKeyId);
      }),
      RUNS,
    );
  });

  it("states the second of each signature, whatever was signed before", async () => {
    const times = [0, 999, 1000, 59_999, 60_000, 0].map((afterMs) => NOW_MS + afterMs);
    const stated = [];
    for (const nowMs of times) {
      const { headers } = await signOperation(REQUEST, signingContext({ nowMs }));
      stated.push(headers["x-amz-date"]);
    }

    expect(stated.map((text) => text?.slice(9))).toEqual([
      "120000Z",
      "120000Z",
      "120001Z",
      "120059Z",
      "120100Z",
      "120000Z",
    ]);
  });

  it.each([
    ["accessKeyId", { accessKeyId: "AKIA IOSFODNN7EXAMPLE" }],
    ["secretAccessKey", { secretAccessKey: "" }],
    ["sessionToken", { sessionToken: "two\nlines" }],
  ])("refuses an unusable %s, as signHeaders does", async (setting, change) => {
    const { credentials, ...context } = signingContext();
    const signing = async () =>
      signOperation(REQUEST, { ...context, credentials: { ...credentials, ...change } });

    expect((await errorOf(signing(), "CONFIGURATION")).setting).toBe(setting);
  });
});

describe("the operations of the library", () => {
  it("send the request that signHeaders makes of the same parts", async () => {
    const filled = ODD_TEXT.filter((text) => text !== "");
    const texts = array(filled, { minLength: 1, maxLength: 4 });
    await assert(
      asyncProperty(texts, constantFrom(undefined, "http://127.1:4566/a b/"), async (texts, endpoint) => {
        const { ports, requests } = fakeRuntime({ answers: [json({ message: "no" }, 400)] });
        const client = createClient({ region: "us-west-2", credentials: CREDENTIALS, ports, endpoint });
        const [nextToken = "", policy = "p"] = texts;
        const tags = Object.fromEntries(texts.map((text) => [text, text]));
        const role = { roleArn: ROLE_ARN, roleSessionName: "audit" };
        await Promise.allSettled([
          listPodIdentityAssociations(client, { clusterName: "demo", namespace: "shop", nextToken }),
          untagResource(client, { resourceArn: ASSOCIATION_ARN, tagKeys: texts }),
          assumeRole(client, { ...role, policy, tags }),
        ]);

        expect(requests).toHaveLength(3);
        for (const request of requests) {
          const { method, url, headers } = request;
          const service = /credential=\w+\/\d+\/us-west-2\/([\w-]+)/i.exec(
            headers["authorization"] ?? "",
          )?.[1];
          const context = signingContext({ ...(service && { service }) });
          const signed = await signHeaders({ method, url, headers, body: bodyText(request) }, context);
          expect(signed).toMatchObject({ url, headers });
        }
      }),
      { ...RUNS, numRuns: 300 },
    );
  });
});
