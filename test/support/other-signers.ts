import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import { AwsV4Signer } from "aws4fetch";
import { verifySignature } from "../../src/emulator/sigv4/verifier.ts";
import { readIncomingRequest } from "../../src/emulator/wire/incoming-request.ts";
import { SigningKeys } from "../../src/emulator/world/principals.ts";
import type { CorpusRequest } from "./request-corpus.ts";

/** Returns the `Authorization` header that aws4fetch makes of a request whose headers are all signed. */
export async function authorizationByAws4fetch(request: CorpusRequest): Promise<string | null> {
  const { method, url, headers, body, credentials, service, region, nowMs } = request;
  const datetime = new Date(nowMs).toISOString().replace(/[:-]|\.\d{3}/g, "");
  const signer = new AwsV4Signer({
    ...{ method, url, headers, ...credentials, service, region, datetime, allHeaders: true },
    ...(body !== undefined && { body }),
  });
  return (await signer.sign()).headers.get("authorization");
}

/** Makes the signer of the AWS SDK for JavaScript. */
export function smithy({ credentials, service, region }: CorpusRequest): SignatureV4 {
  return new SignatureV4({ credentials, service, region, sha256: Sha256, applyChecksum: false });
}

/** Writes a request as the signer of the AWS SDK takes it. */
export function smithyRequest({ method, url, headers, body }: CorpusRequest) {
  const { protocol, hostname, host, pathname, searchParams } = new URL(url);
  const query: Record<string, string[]> = {};
  for (const name of searchParams.keys()) query[name] = searchParams.getAll(name);
  return { method, protocol, hostname, path: pathname, query, headers: { ...headers, host }, body };
}

/**
 * Returns the access key id of a request whose signature the emulator accepts. The emulator has its own reading of the
 * specification. Throws the error that it sends for any other signature.
 */
export async function verifyByEmulator(request: Request, corpus: CorpusRequest): Promise<string> {
  const { credentials, service, region, nowMs } = corpus;
  const principal = {
    ...credentials,
    sessionToken: credentials.sessionToken,
    arn: "arn:aws:iam::111122223333:user/alice",
    userId: "AIDAEXAMPLE",
    accountId: "111122223333",
    session: undefined,
  };
  const verification = {
    service,
    region,
    nowMs,
    signingKeys: new SigningKeys(),
    findPrincipal: () => principal,
  };
  const incoming = await readIncomingRequest(request);
  return (await verifySignature(incoming, { ...verification, protocol: "json" })).accessKeyId;
}
