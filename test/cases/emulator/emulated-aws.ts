import { createEmulator, type Emulator, type EmulatorOptions } from "../../../src/emulator/index.ts";
import { presignRequest, type SigningKeys, signRequest } from "./foreign-signer.ts";

export const START_MS: number = Date.UTC(2015, 7, 30, 12, 36, 0);
export const ROLE_ARN = "arn:aws:iam::111122223333:role/cart";
export const TARGET_ROLE_ARN = "arn:aws:iam::444455556666:role/orders-reader";
export const PAIR = { namespace: "shop", serviceAccount: "cart" } as const;

const HOSTS = {
  eks: "https://eks.us-west-2.amazonaws.com",
  "eks-auth": "https://eks-auth.us-west-2.api.aws",
  sts: "https://sts.us-west-2.amazonaws.com",
} as const;

export interface CallOptions {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly keys?: SigningKeys;
  readonly region?: string;
  readonly origin?: string;
  readonly service?: string;
}

export interface EmulatedAws {
  readonly emulator: Emulator;
  readonly clock: { nowMs: number };
  /** Sends a signed request to a service. */
  call(service: keyof typeof HOSTS, path: string, options?: CallOptions): Promise<Response>;
  /** Sends a signed request of the query protocol. */
  callSts(parameters: Readonly<Record<string, string>>, options?: CallOptions): Promise<Response>;
  createAssociation(members?: Readonly<Record<string, unknown>>): Promise<Response>;
  /** Exchanges a token. Default: a new token for the pair. */
  exchange(token?: string): Promise<Response>;
  presign(url: string, expiresSeconds: number): Promise<string>;
}

/** Creates an emulator on a clock that only the test moves. */
export function emulateAws(options: EmulatorOptions = {}): EmulatedAws {
  const clock = { nowMs: START_MS };
  const emulator = createEmulator({ now: () => clock.nowMs, seed: 7, sleep: async () => {}, ...options });
  const call: EmulatedAws["call"] = async (service, path, request = {}) => {
    const {
      keys = emulator.credentials,
      origin = HOSTS[service],
      service: signingName = service,
      ...rest
    } = request;
    const signed = await signRequest({
      ...rest,
      url: origin + path,
      service: signingName,
      keys,
      nowMs: clock.nowMs,
    });
    return emulator.fetch(signed.url, signed.init);
  };
  return {
    emulator,
    clock,
    call,
    callSts: (parameters, request) =>
      call("sts", "/", {
        method: "POST",
        body: new URLSearchParams({ Version: "2011-06-15", ...parameters }).toString(),
        ...request,
        headers: { "content-type": "application/x-www-form-urlencoded", ...request?.headers },
      }),
    createAssociation: (members = {}) =>
      call("eks", "/clusters/demo/pod-identity-associations", {
        method: "POST",
        body: JSON.stringify({ ...PAIR, roleArn: ROLE_ARN, ...members }),
      }),
    exchange: async (token) =>
      call("eks-auth", "/clusters/demo/assume-role-for-pod-identity", {
        method: "POST",
        body: JSON.stringify({
          token: token ?? (await emulator.issueToken({ clusterName: "demo", ...PAIR })),
        }),
      }),
    presign: (url, expiresSeconds) =>
      presignRequest({ url, service: "sts", keys: emulator.credentials, nowMs: clock.nowMs }, expiresSeconds),
  };
}

/** Reads code, status and message of an error response in JSON or XML. */
export async function readError(
  response: Response,
): Promise<{ status: number; code: string; message: string }> {
  const { status } = response;
  const text = await response.text();
  if (text.startsWith("<")) {
    return { status, code: xmlElement(text, "Code") ?? "", message: xmlElement(text, "Message") ?? "" };
  }
  const { message } = JSON.parse(text) as { message: string };
  return { status, code: response.headers.get("x-amzn-errortype") ?? "", message };
}

/** Returns the decoded text of an element in an XML response. */
export function xmlElement(xml: string, name: string): string | undefined {
  const entities: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return text?.replace(/&(\w+);/g, (_reference, entity: string) => entities[entity] ?? "");
}

/** Reads the association of a response. */
export async function readAssociation(
  response: Response,
): Promise<Record<string, unknown> & { associationId: string }> {
  const body = (await response.json()) as {
    association: Record<string, unknown> & { associationId: string };
  };
  return body.association;
}
