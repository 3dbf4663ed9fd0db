/**
 * The web's types under their own names, as the program that imports podkey knows them: from lib.dom, or from the types of
 * Node, Bun, Deno or Workers. All are read from the global `fetch`, because Workers declare most of them as classes, which
 * `typeof globalThis` does not show. Without a `fetch` they are the least that podkey uses, so the declarations always compile.
 */

type Fetch = typeof globalThis extends { fetch: infer Known } ? Known : LeastFetch;
type Call = Fetch extends (input: infer Input, init?: infer Init) => Promise<infer Answer>
  ? { readonly input: Input; readonly init: NonNullable<Init>; readonly answer: Answer }
  : never;
type Member<Owner, Name extends string> = Owner extends { readonly [Key in Name]?: infer Value }
  ? NonNullable<Value>
  : never;
type Read<Name extends string> = Call["answer"] extends { [Key in Name]: () => Promise<infer Value> }
  ? Value
  : never;

export type Response = Call["answer"];
export type Request = Extract<Call["input"], { readonly method: string }>;
export type RequestInfo = string | Request;
export type RequestInit = Call["init"];
export type BodyInit = Member<RequestInit, "body">;
export type HeadersInit = Member<RequestInit, "headers">;
export type Headers = Member<Response, "headers">;
export type URL = Extract<Call["input"], { readonly href: string }>;
export type URLSearchParams = Member<URL, "searchParams">;
export type AbortSignal = Member<Request, "signal">;
export type Blob = Read<"blob">;
export type FormData = Read<"formData">;
export type ReadableStream<_Chunk = unknown> = typeof globalThis extends {
  ReadableStream: { prototype: infer Known };
}
  ? Known
  : Member<Response, "body">;

type LeastFetch = (input: string | LeastUrl | LeastRequest, init?: LeastInit) => Promise<LeastResponse>;

interface LeastSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
}

interface LeastHeaders {
  get(name: string): string | null;
  has(name: string): boolean;
  forEach(visit: (value: string, name: string) => void): void;
}

interface LeastSearchParams {
  get(name: string): string | null;
  toString(): string;
}

interface LeastUrl {
  readonly href: string;
  readonly searchParams: LeastSearchParams;
}

interface LeastBody {
  readonly body: LeastStream | null;
  arrayBuffer(): Promise<ArrayBuffer>;
  blob(): Promise<LeastBlob>;
  formData(): Promise<LeastForm>;
  json(): Promise<unknown>;
  text(): Promise<string>;
}

interface LeastStream {
  cancel(reason?: unknown): Promise<void>;
}

interface LeastBlob {
  readonly size: number;
  readonly type: string;
  arrayBuffer(): Promise<ArrayBuffer>;
}

interface LeastForm {
  append(name: string, value: string | LeastBlob): void;
}

interface LeastRequest extends LeastBody {
  readonly method: string;
  readonly url: string;
  readonly headers: LeastHeaders;
  readonly signal: LeastSignal;
}

interface LeastResponse extends LeastBody {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: LeastHeaders;
}

interface LeastInit {
  readonly method?: string;
  readonly headers?: LeastHeaders | Record<string, string> | [string, string][];
  readonly body?:
    | string
    | ArrayBuffer
    | ArrayBufferView
    | LeastBlob
    | LeastForm
    | LeastStream
    | LeastSearchParams
    | null;
  readonly signal?: LeastSignal | null;
}
