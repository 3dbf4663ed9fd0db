import type { CallerSession, EmulatorOptions, ServiceHandler } from "../../../src/emulator/index.ts";
import { type EmulatedAws, emulateAws } from "./emulated-aws.ts";
import { type RequestToSign, signRequest } from "./foreign-signer.ts";

/** A call that reached a handler. */
export interface HandledCall {
  readonly request: Request;
  readonly session: CallerSession;
}

export interface HandledAws extends EmulatedAws {
  /** The calls of the handlers, oldest first. */
  readonly calls: readonly HandledCall[];
  /** Signs a request with the emulator's keys, for the emulator's time, and sends it. */
  send(request: UnsentRequest, init?: RequestInit): Promise<Response>;
}

/** A request to sign. The keys and the time of the emulator are the defaults. */
export type UnsentRequest = Omit<RequestToSign, "keys" | "nowMs"> &
  Partial<Pick<RequestToSign, "keys" | "nowMs">>;

/** Creates an emulator whose services `s3`, `dynamodb`, `sns`, `ec2` and `lambda` have one handler. */
export function emulateHandled(
  answer: ServiceHandler = async (request) => new Response(`got ${await request.text()}`),
  options: EmulatorOptions = {},
): HandledAws {
  const calls: HandledCall[] = [];
  const handler: ServiceHandler = (request, session) => {
    calls.push({ request, session });
    return answer(request, session);
  };
  const names = ["s3", "dynamodb", "sns", "ec2", "lambda"];
  const services = Object.fromEntries(names.map((name) => [name, handler]));
  const aws = emulateAws({ services, ...options });
  const send: HandledAws["send"] = async (request, init) => {
    const signed = await signRequest({ keys: aws.emulator.credentials, nowMs: aws.clock.nowMs, ...request });
    return aws.emulator.fetch(signed.url, { ...signed.init, ...init });
  };
  return { ...aws, calls, send };
}

/** A request of DynamoDB's client. */
export const GET_ITEM = {
  service: "dynamodb",
  url: "https://dynamodb.us-west-2.amazonaws.com/",
  method: "POST",
  headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": "DynamoDB_20120810.GetItem" },
  body: '{"TableName":"orders"}',
} as const;

/** A request of S3's client. */
export const GET_OBJECT = {
  service: "s3",
  url: "https://examplebucket.s3.us-west-2.amazonaws.com/report.pdf",
} as const;
