import { assert, asyncProperty } from "fast-check";
import { describe, expect, it } from "vitest";
import { presignUrl } from "../../../src/signing/presign.ts";
import { signHeaders } from "../../../src/signing/sign-request.ts";
import { sortHeaders } from "../../../src/signing/signable-request.ts";
import { CREDENTIALS, NOW_MS } from "../../support/aws-examples.ts";
import {
  authorizationByAws4fetch,
  smithy,
  smithyRequest,
  verifyByEmulator,
} from "../../support/other-signers.ts";
import { CORPUS, type CorpusRequest } from "../../support/request-corpus.ts";
import { signingContext } from "../../support/signing-context.ts";

const RUNS = { numRuns: 300, seed: 20_150_830 };
const PLAIN: CorpusRequest = {
  method: "GET",
  url: "https://example.com/",
  headers: {},
  body: undefined,
  credentials: { ...CREDENTIALS },
  service: "eks",
  region: "us-west-2",
  nowMs: NOW_MS,
};
const EXPIRES_IN_SECONDS = 900;

function podkeyContext({ credentials, service, region, nowMs }: CorpusRequest) {
  return signingContext({ credentials, service, region, nowMs });
}

function unsigned({ method, url, headers, body }: CorpusRequest) {
  return { method, url, headers, ...(body !== undefined && { body }) };
}

/** GET takes no body in a `Request`; nothing else of the request depends on it here. */
function withoutUnsendableBody(corpus: CorpusRequest): CorpusRequest {
  return corpus.method === "GET" ? { ...corpus, body: undefined } : corpus;
}

describe("signHeaders and presignUrl", () => {
  it("sign generated requests as the AWS SDK for JavaScript does", async () => {
    await assert(
      asyncProperty(CORPUS, async (corpus) => {
        const { headers } = await signHeaders(unsigned(corpus), podkeyContext(corpus));
        const signingDate = new Date(corpus.nowMs);
        const expected = await smithy(corpus).sign(smithyRequest(corpus), { signingDate });

        expect(headers["authorization"]).toBe(expected.headers["authorization"]);
      }),
      RUNS,
    );
  });

  it("sign generated requests as aws4fetch does", async () => {
    await assert(
      asyncProperty(CORPUS, async (corpus) => {
        const { headers } = await signHeaders(unsigned(corpus), podkeyContext(corpus));
        const { signed } = sortHeaders(corpus.headers);

        expect(headers["authorization"]).toBe(await authorizationByAws4fetch({ ...corpus, headers: signed }));
      }),
      RUNS,
    );
  });

  it.each(["", "/", "/a", "/a/", "/a//b", "//a", "/a//", "/a.b~c_d-e", "/a%20b", "/a+b", "/a?"])(
    "sign the path %j as aws4fetch does, for S3 and for other services",
    async (path) => {
      for (const service of ["eks", "s3"]) {
        const corpus = { ...PLAIN, service, url: new URL(`https://example.com${path}`).href };
        const { headers } = await signHeaders(unsigned(corpus), podkeyContext(corpus));

        expect(headers["authorization"]).toBe(await authorizationByAws4fetch(corpus));
      }
    },
  );

  it("presign generated URLs as the AWS SDK for JavaScript does", async () => {
    await assert(
      asyncProperty(CORPUS, async (corpus) => {
        const request = { ...unsigned(corpus), expiresInSeconds: EXPIRES_IN_SECONDS };
        const { url } = await presignUrl(request, podkeyContext(corpus));
        const expected = await smithy(corpus).presign(smithyRequest(corpus), {
          signingDate: new Date(corpus.nowMs),
          expiresIn: EXPIRES_IN_SECONDS,
          unhoistableHeaders: new Set(Object.keys(corpus.headers)),
        });

        expect(new URL(url).searchParams.get("X-Amz-Signature")).toBe(expected.query?.["X-Amz-Signature"]);
      }),
      RUNS,
    );
  });

  it("make signatures that the emulator accepts, in headers and in presigned URLs", async () => {
    await assert(
      asyncProperty(CORPUS.map(withoutUnsendableBody), async (corpus) => {
        const { url, ...signed } = await signHeaders(unsigned(corpus), podkeyContext(corpus));
        const request = { ...unsigned(corpus), expiresInSeconds: EXPIRES_IN_SECONDS };
        const presigned = await presignUrl(request, podkeyContext(corpus));

        expect(await verifyByEmulator(new Request(url, signed), corpus)).toBe(corpus.credentials.accessKeyId);
        expect(await verifyByEmulator(new Request(presigned.url, unsigned(corpus)), corpus)).toBe(
          corpus.credentials.accessKeyId,
        );
      }),
      RUNS,
    );
  });
});
