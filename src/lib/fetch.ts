import type { Bytes } from "./bytes.ts";

/** The second argument of `fetch`: the part of `RequestInit` that every runtime supports. */
export interface FetchInit {
  /** The HTTP method, in upper case. */
  readonly method: string;
  /** The headers, by lower-case name. */
  readonly headers: Record<string, string>;
  /** The body. Default: none. */
  readonly body?: string | Bytes | ReadableStream<Uint8Array>;
  /** Must be set if the body is a stream. */
  readonly duplex?: "half";
  /** Returns a redirect instead of following it. */
  readonly redirect: "manual";
  /** Ends the request. */
  readonly signal: AbortSignal;
}

/** The part of a `Response` that podkey reads. Every `Response` is one. */
export interface FetchedResponse {
  /** The HTTP status. */
  readonly status: number;
  /** `opaqueredirect` if a browser hides a redirect. Default: none. */
  readonly type?: string;
  /** The headers. */
  readonly headers: FetchedHeaders;
  /** The body. Must be read to its end or cancelled. */
  readonly body: FetchedBody | null;
}

/** The part of `Headers` that podkey reads. */
export interface FetchedHeaders {
  /** Returns the values of a lower-case name, joined by `, `, or `null`. */
  get(name: string): string | null;
}

/** The part of a `ReadableStream` that podkey reads. */
export interface FetchedBody {
  /** Ends the response without reading it. */
  cancel(): Promise<unknown>;
  /** Starts to read. */
  getReader(): FetchedBodyReader;
}

/** Reads a body in chunks. */
export interface FetchedBodyReader {
  /** Returns the next chunk, or `done` after the last one. */
  read(): Promise<{ readonly done?: boolean | undefined; readonly value?: Uint8Array | undefined }>;
  /** Ends the response without reading the rest. */
  cancel(): Promise<unknown>;
}

/** Sends a request whose body is not a stream. Rejects once its signal aborts. */
export type Send = (
  url: string,
  init: FetchInit & { readonly body?: string | Bytes },
) => Promise<FetchedResponse>;

/** Sends requests. Any function like the global `fetch` is one. */
export interface Fetch {
  /** Sends a request, and returns the whole response. */
  (url: string, init: FetchInit): Promise<Response>;
  /** Sends podkey's own requests, which need no whole `Response`. Default: the function itself. */
  readonly send?: Send;
  /**
   * Sends plain HTTP to a metadata endpoint of this machine, past every proxy: a proxy would see the token in the request.
   * Default: `send`, but requests fail with `CONFIGURATION` if a proxy variable of `env` covers their host.
   */
  readonly sendDirect?: Send;
}
