import type { FetchInit } from "../../src/lib/fetch.ts";
import type { Ports } from "../../src/ports.ts";
import { NOW_MS } from "./aws-examples.ts";
import { type FakeClock, fakeClock } from "./fake-clock.ts";
import { currentNetwork } from "./network.ts";
import { syncDigest } from "./sync-digest.ts";

/** A request that reached the fake network. */
export interface SentRequest extends FetchInit {
  readonly url: string;
}

/** How the fake network treats one request: it fails, or it answers. */
export type FakeAnswer = Error | ((request: SentRequest) => Response | Promise<Response>);

/** What the fake runtime holds. */
export interface FakeRuntimeOptions {
  /** One for each request in order; the last one stands for all that follow. None: nothing may be sent. */
  readonly answers?: readonly FakeAnswer[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Texts by path; an `Error` is thrown, a missing path is no file. A function is asked at each read. */
  readonly files?: Readonly<Record<string, string | Error | (() => string | undefined)>>;
  /** What chance always gives. */
  readonly random?: number;
}

/** A runtime without a network, files or time of its own. */
export interface FakeRuntime {
  readonly ports: Ports;
  readonly requests: SentRequest[];
  readonly clock: FakeClock;
}

/** Makes a runtime for one test. */
export function fakeRuntime(options: FakeRuntimeOptions = {}): FakeRuntime {
  const { answers = [], env = {}, files = {}, random = 0 } = options;
  const clock = fakeClock(NOW_MS);
  const requests: SentRequest[] = [];
  const fetch: Ports["fetch"] = async (url, init) => {
    const request = { url, ...init };
    const answer = answers[Math.min(requests.length, answers.length - 1)];
    requests.push(request);
    if (answer === undefined) throw new Error("nothing may be sent in this test");
    if (answer instanceof Error) throw answer;
    return answer(request);
  };
  const readText: Ports["readText"] = (path) => {
    const file = Object.hasOwn(files, path) ? files[path] : undefined;
    if (file instanceof Error) throw file;
    return typeof file === "function" ? file() : file;
  };
  const { now, monotonic, sleep } = clock;
  const ports: Ports = {
    fetch: currentNetwork().over(fetch),
    now,
    monotonic,
    sleep,
    random: () => random,
    digest: syncDigest,
    env: (name) => env[name],
    readText,
    runLater: clock.runLater,
    shareInFlight: true,
  };
  return { ports, requests, clock };
}

/** An answer in text. */
export function text(
  body: string | null,
  status = 200,
  headers: Record<string, string> = {},
): () => Response {
  return () => new Response(body, { status, headers });
}

/** An answer in JSON. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): () => Response {
  return text(JSON.stringify(body), status, { "content-type": "application/json", ...headers });
}

/** A request that nobody answers; it ends with its signal. */
export function silence({ signal }: SentRequest): Promise<Response> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}

/** A request that nobody answers, in a runtime whose `fetch` pays no heed to its signal. */
export function deafSilence(): Promise<Response> {
  return new Promise(() => undefined);
}

/** The body of a request as text. */
export function bodyText({ body }: SentRequest): string {
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body ?? "");
}
