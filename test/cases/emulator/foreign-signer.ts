import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";

export interface SigningKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface RequestToSign {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly service: string;
  readonly region?: string;
  readonly nowMs: number;
  readonly keys: SigningKeys;
}

/** A request for `fetch`. Its signer shares no code with the emulator's verifier. */
export interface SignedRequest {
  readonly url: string;
  readonly init: { method: string; headers: Record<string, string>; body?: string | Uint8Array<ArrayBuffer> };
}

function signerFor({ service, region = "us-west-2", keys }: RequestToSign): SignatureV4 {
  return new SignatureV4({
    service,
    region,
    credentials: keys,
    sha256: Sha256,
    uriEscapePath: service !== "s3",
  });
}

function httpRequestOf(request: RequestToSign) {
  const url = new URL(request.url);
  const query: Record<string, string | string[]> = {};
  for (const name of new Set(url.searchParams.keys())) query[name] = url.searchParams.getAll(name);
  return {
    method: request.method ?? "GET",
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query,
    headers: { host: url.host, ...request.headers },
    body: request.body,
  };
}

/** Signs a request in its `Authorization` header. */
export async function signRequest(request: RequestToSign): Promise<SignedRequest> {
  const signed = await signerFor(request).sign(httpRequestOf(request), {
    signingDate: new Date(request.nowMs),
  });
  const { host: _host, ...headers } = signed.headers;
  const init = { method: signed.method, headers };
  return { url: request.url, init: request.body === undefined ? init : { ...init, body: request.body } };
}

/** Signs a request in its query parameters. */
export async function presignRequest(request: RequestToSign, expiresIn: number): Promise<string> {
  const signed = await signerFor(request).presign(httpRequestOf(request), {
    signingDate: new Date(request.nowMs),
    expiresIn,
  });
  const pairs = Object.entries(signed.query ?? {}).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`,
  );
  return `${request.url.split("?")[0]}?${pairs.join("&")}`;
}
