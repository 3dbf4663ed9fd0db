/** The agent's address on EKS. */
export const AGENT_URL = "http://169.254.170.23/v1/credentials";

/** An answer of the agent, read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The access key id of the credentials; `undefined` for an error. */
  readonly key: string | undefined;
}

/** A request as an SDK sends it. */
export function credentialsRequest(token: string, init: RequestInit & { url?: string } = {}): Request {
  const { url = AGENT_URL, ...rest } = init;
  return new Request(url, { headers: { authorization: token }, ...rest });
}

/** A request of a server whose headers hold what those of a `Request` may not. */
export function rawRequest(
  headers: Readonly<Record<string, string>>,
  { url = AGENT_URL, method = "GET" } = {},
): Request {
  const get = (name: string): string | null => headers[name.toLowerCase()] ?? null;
  return { url, method, headers: { get } } as unknown as Request;
}

/** Reads an answer. */
export async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const { status, headers } = response;
  const key = status === 200 ? (JSON.parse(text) as { AccessKeyId: string }).AccessKeyId : undefined;
  return { status, headers, text, key };
}

/** The AWS code in an error's text. */
export function codeIn({ text }: Answer): string | undefined {
  return /^\[[^\]]+\]: \((\w+)\): /.exec(text)?.[1];
}
