import { describe, expect, it } from "vitest";
import type { Narrator } from "../../../cli/demo/narrator.ts";
import { type Stage, setStage } from "../../../cli/demo/stage.ts";
import { tellStory } from "../../../cli/demo/story.ts";
import { createClient } from "../../../runtimes/node/core.ts";
import { serve } from "../../../runtimes/node/serve.ts";

/** An answer of the emulated AWS, and what was asked. */
interface Exchange {
  readonly path: string;
  readonly method: string;
  readonly body: string;
  readonly status: number;
  readonly answer: string;
}

/** Changes an answer, so that a claim of the demo becomes false. Returns `undefined` for an answer that stays. */
type Lie = (
  exchange: Exchange,
) => { readonly status?: number; readonly answer?: string; readonly code?: string } | undefined;

const TIMEOUT_MS = 30_000;

/** Tells the demo's story with an AWS that lies. Returns the titles of its steps, its lines and the error that ended it. */
async function tellWith(lie: Lie) {
  const titles: string[] = [];
  const lines: string[] = [];
  const narrator: Narrator = {
    step: (title, run) => {
      titles.push(title);
      return run((line) => lines.push(line));
    },
    count: () => titles.length,
  };
  const honest = await setStage((line) => lines.push(line));
  const server = await serve(async (request) => {
    const body = await request.clone().text();
    const response = await honest.emulator.fetch(request);
    const answer = await response.text();
    const { pathname: path } = new URL(request.url);
    const { status, headers } = response;
    const changed = lie({ path, method: request.method, body, status, answer });
    if (changed?.code !== undefined) headers.set("x-amzn-errortype", changed.code);
    return new Response(changed?.answer ?? answer, { status: changed?.status ?? status, headers });
  });
  const { emulator } = honest;
  emulator.setPublicUrl(server.url);
  emulator.setConsistencyDelayMs(0);
  const clientOf: Stage["clientOf"] = (credentials) =>
    createClient({ region: "us-west-2", endpoint: server.url, credentials });
  try {
    const stage = { emulator, server, clientOf, client: clientOf(emulator.credentials) };
    const failure = await tellStory(stage, narrator).then(() => undefined, String);
    return { titles, lines, failure };
  } finally {
    await Promise.all([server.close(), honest.server.close()]);
  }
}

const isCreate = ({ path, method }: Exchange): boolean =>
  method === "POST" && path.endsWith("/pod-identity-associations");
const isUpdate = ({ path, method }: Exchange): boolean =>
  method === "POST" && path.includes("/pod-identity-associations/");
const isDelete = ({ method }: Exchange): boolean => method === "DELETE";
const isToken = ({ path }: Exchange): boolean => path.endsWith("/token");
const isExchange = ({ path }: Exchange): boolean => path.endsWith("/assume-role-for-pod-identity");
const isIdentity = ({ body }: Exchange): boolean => body.includes("GetCallerIdentity");
const isPresigned = ({ path, method }: Exchange): boolean => path === "/" && method === "GET";

/** Replaces texts in an answer. */
function replacing(...[from, to]: [string | RegExp, string]): (exchange: Exchange) => { answer: string } {
  return ({ answer }) => ({ answer: answer.replaceAll(new RegExp(from, "g"), to) });
}

/** Makes a lie of the answers that a test selects. */
function about(
  isMeant: (exchange: Exchange) => boolean,
  change: (exchange: Exchange) => ReturnType<Lie>,
): Lie {
  return (exchange) => (isMeant(exchange) ? change(exchange) : undefined);
}

describe("podkey demo", { timeout: TIMEOUT_MS }, () => {
  it("tells its whole story if AWS answers as it should", async () => {
    const { titles, lines, failure } = await tellWith(() => undefined);

    expect(failure).toBeUndefined();
    expect(titles).toHaveLength(11);
    const story = lines.join("\n");
    expect(story).toMatch(/token eyJh… \(\d+ characters\) of system:serviceaccount:shop:checkout/);
    expect(story).toMatch(/the caller is arn:aws:sts::111122223333:assumed-role\/checkout\//);
    expect(story).toMatch(/sts:ExternalId [\w-]+/);
    expect(story).toMatch(/arn:aws:sts::444455556666:assumed-role\/orders-reader\//);
    expect(story).toContain("signed one body and sent another: 403 SignatureDoesNotMatch");
  });

  it.each<[string, Lie]>([
    ["the association names the requested role", about(isCreate, replacing("role/checkout", "role/other"))],
    [
      "EKS answers 409 ResourceInUseException",
      about(isCreate, ({ status }) => (status === 409 ? { status: 400 } : undefined)),
    ],
    [
      "EKS answers 409 ResourceInUseException",
      about(isCreate, ({ status }) => (status === 409 ? { code: "InvalidParameterException" } : undefined)),
    ],
    [
      "the message contains the id of the existing association",
      about((seen) => isCreate(seen) && seen.status === 409, replacing(/a-[a-z0-9]{10,}/, "another one")),
    ],
    ["the Kubernetes API answers the TokenRequest with 201", about(isToken, () => ({ status: 200 }))],
    [
      "STS identifies the caller as the issued role session",
      about(isIdentity, replacing("/checkout/eks-", "/checkout/other-")),
    ],
    [
      "EKS creates an external id for the target role",
      about(isUpdate, replacing(/"externalId":"[^"]*"/, '"externalId":null')),
    ],
    ["a client without credentials can use the URL", about(isPresigned, () => ({ status: 403 }))],
    [
      "EKS returns the deleted association",
      about(isDelete, replacing(/"associationId":"a-[^"]*"/, '"associationId":"a-other0000000000"')),
    ],
    [
      "the refusal is ResourceNotFoundException",
      about(isExchange, ({ status }) => (status === 404 ? { code: "AccessDeniedException" } : undefined)),
    ],
    [
      "STS refuses a changed body",
      about(
        ({ body }) => body.includes("Tampered"),
        () => ({ status: 200 }),
      ),
    ],
    [
      "STS refuses a changed body",
      about(({ body }) => body.includes("Tampered"), replacing("SignatureDoesNotMatch", "AccessDenied")),
    ],
  ])("stops if this is not so: %s", async (claim, lie) => {
    const { failure } = await tellWith(lie);

    expect(failure).toContain(claim);
  });

  it("stops if the same association can be created twice", async () => {
    let first = "";
    const { failure } = await tellWith(
      about(isCreate, ({ answer }) => {
        first ||= answer;
        return { status: 200, answer: first };
      }),
    );

    expect(failure).toContain("the call is refused");
  });

  it.each([
    [1, "after 1 more attempt, the exchange succeeds"],
    [2, "after 2 more attempts, the exchange succeeds"],
  ])("waits for an association that EKS Auth learns after %i attempts", async (attempts, line) => {
    let early = 0;
    const notYet = { status: 404, code: "ResourceNotFoundException", answer: '{"message":"not yet"}' };
    const { lines, failure } = await tellWith(
      about(isExchange, () => {
        early += 1;
        return early > attempts ? undefined : notYet;
      }),
    );

    expect(failure).toBeUndefined();
    expect(lines).toContain(
      "first, EKS Auth answers 404 ResourceNotFoundException: the association has not propagated",
    );
    expect(lines).toContain(line);
  });

  it("stops at an error that is no refusal of AWS", async () => {
    const { failure } = await tellWith(about(isExchange, () => ({ answer: "not JSON" })));

    expect(failure).toContain("InvalidResponseError");
  });
});
