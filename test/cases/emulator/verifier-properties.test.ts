import { assert, asyncProperty, constantFrom } from "fast-check";
import { describe, expect, test } from "vitest";
import { verifySignature } from "../../../src/emulator/sigv4/verifier.ts";
import { AwsError } from "../../../src/emulator/wire/aws-error.ts";
import { readIncomingRequest } from "../../../src/emulator/wire/incoming-request.ts";
import { SigningKeys } from "../../../src/emulator/world/principals.ts";
import { signHeaders } from "../../../src/signing/sign-request.ts";
import { CORPUS, type CorpusRequest } from "../../support/request-corpus.ts";
import { signingContext } from "../../support/signing-context.ts";
import { type SignedRequest, signRequest } from "./foreign-signer.ts";

const RUNS = { numRuns: 200, seed: 20_150_830 };
const TIMEOUT = { timeout: 30_000 };

type Change = (signed: SignedRequest) => SignedRequest;

// Each one changes a part of a request that its signature covers.
const CHANGES: Readonly<Record<string, Change>> = {
  method: ({ url, init }) => ({ url, init: { ...init, method: init.method === "PUT" ? "POST" : "PUT" } }),
  path: ({ url, init }) => ({ url: changeUrl(url, (changed) => `${changed.pathname}x`), init }),
  query: ({ url, init }) => ({ url: `${url}${url.includes("?") ? "&" : "?"}added=1`, init }),
  host: ({ url, init }) => ({ url: url.replace(/^https:\/\/[^/]+/, "https://changed.example.com"), init }),
  body: ({ url, init }) => ({ url, init: { ...init, body: "changed" } }),
  date: (signed) => changeHeader(signed, "x-amz-date", (date) => date.replace(/.Z$/, "xZ")),
  signature: (signed) => changeHeader(signed, "authorization", changeLastDigit),
  "access key": (signed) => changeHeader(signed, "authorization", (text) => text.replace("AKIA", "ASIA")),
  scope: (signed) => changeHeader(signed, "authorization", (text) => text.replace(/\/aws4_request/, "/aws4")),
  "signed headers": (signed) =>
    changeHeader(signed, "authorization", (text) => text.replace("SignedHeaders=", "SignedHeaders=a;")),
};

describe("the signature verifier, for generated requests", () => {
  test("accepts what the AWS SDK for JavaScript signs", TIMEOUT, async () => {
    await assert(
      asyncProperty(CORPUS.map(withBody), async (corpus) => {
        expect(await verify(await signForeign(corpus), corpus)).toBe("accepted");
      }),
      RUNS,
    );
  });

  test("accepts what podkey signs", TIMEOUT, async () => {
    await assert(
      asyncProperty(CORPUS.map(withBody), async (corpus) => {
        const { method, headers, body = "" } = corpus;
        const { credentials, service, region, nowMs, url } = corpus;
        const context = signingContext({ credentials, service, region, nowMs });
        const signed = await signHeaders({ method, url, headers, body }, context);
        const init = { method, headers: signed.headers, body };
        expect(await verify({ url: signed.url, init }, corpus)).toBe("accepted");
      }),
      RUNS,
    );
  });

  test("refuses a request of which any signed part was changed", TIMEOUT, async () => {
    await assert(
      asyncProperty(CORPUS.map(withBody), constantFrom(...Object.keys(CHANGES)), async (corpus, part) => {
        const changed = CHANGES[part]?.(await signForeign(corpus));
        expect(changed && (await verify(changed, corpus))).toMatch(/^refused: /);
      }),
      { ...RUNS, numRuns: 400 },
    );
  });
});

/** A GET has no body, and a signature covers the absence of one like any other body. */
function withBody(corpus: CorpusRequest): CorpusRequest {
  return corpus.method === "GET" ? { ...corpus, method: "POST" } : corpus;
}

async function signForeign({ credentials, body, ...corpus }: CorpusRequest): Promise<SignedRequest> {
  return signRequest({ ...corpus, keys: credentials, ...(body !== undefined && { body }) });
}

async function verify({ url, init }: SignedRequest, corpus: CorpusRequest): Promise<string> {
  const { credentials, service, region, nowMs } = corpus;
  const principal = {
    ...credentials,
    sessionToken: credentials.sessionToken,
    arn: "arn:aws:iam::111122223333:user/alice",
    userId: "AIDAEXAMPLE",
    accountId: "111122223333",
    session: undefined,
  };
  const incoming = await readIncomingRequest(new Request(url, init as RequestInit));
  try {
    await verifySignature(incoming, {
      protocol: "json",
      service,
      region,
      nowMs,
      signingKeys: new SigningKeys(),
      findPrincipal: (accessKeyId) => (accessKeyId === credentials.accessKeyId ? principal : undefined),
    });
    return "accepted";
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return `refused: ${error.code}`;
  }
}

function changeUrl(text: string, pathOf: (url: URL) => string): string {
  const url = new URL(text);
  url.pathname = pathOf(url);
  return url.href;
}

function changeHeader(
  { url, init }: SignedRequest,
  name: string,
  change: (value: string) => string,
): SignedRequest {
  const headers = { ...init.headers, [name]: change(init.headers[name] ?? "") };
  return { url, init: { ...init, headers } };
}

function changeLastDigit(text: string): string {
  return text.slice(0, -1) + (text.endsWith("0") ? "1" : "0");
}
