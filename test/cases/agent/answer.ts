/** The agent's address on EKS. */
export const AGENT_URL = "http://169.254.170.23/v1/credentials";

/** The agent's answer with its body. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The access key id of the credentials; `undefined` for an error. */
  readonly key: string | undefined;
}

/** Makes a request like that of an AWS SDK. */
export function credentialsRequest(token: string, init: RequestInit & { url?: string } = {}): Request {
  const { url = AGENT_URL, ...rest } = init;
  return new Request(url, { headers: { authorization: token }, ...rest });
}

/** Makes a request whose headers hold what a `Request` does not admit. */
export function rawRequest(
  headers: Readonly<Record<string, string>>,
  { url = AGENT_URL, method = "GET" } = {},
): Request {
  const get = (name: string): string | null => headers[name.toLowerCase()] ?? null;
  return { url, method, headers: { get } } as unknown as Request;
}

/** Reads the body of an answer. */
export async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const { status, headers } = response;
  const key = status === 200 ? (JSON.parse(text) as { AccessKeyId: string }).AccessKeyId : undefined;
  return { status, headers, text, key };
}

/** Returns the AWS error code in the text of an answer. */
export function codeIn({ text }: Answer): string | undefined {
  return /^\[[^\]]+\]: \((\w+)\): /.exec(text)?.[1];
}
