import { fromContainer } from "../../src/credentials/providers/container/from-container.ts";
import { fromEksAuth } from "../../src/credentials/providers/from-eks-auth.ts";
import { fromWebToken } from "../../src/credentials/providers/from-web-token.ts";
import { ROLE_ARN } from "./aws-examples.ts";
import { type BadInput, clientThat, untyped } from "./bad-input.ts";
import { type FakeRuntimeOptions, fakeRuntime } from "./fake-runtime.ts";
import { unsignedToken } from "./unsigned-token.ts";

const FILE = "/var/run/secrets/token";
const URI = "http://169.254.170.23/v1/credentials";

function token(name: string, source: string, run: () => Promise<unknown>): BadInput {
  return { name, run, code: "INVALID_TOKEN", facts: { source } };
}

/** Returns a case for each of the three providers that read token files. */
function file(name: string, files: FakeRuntimeOptions["files"] & object): BadInput[] {
  return [
    token(`${name}, for a container endpoint`, FILE, () =>
      fromContainer({ uri: URI, tokenFile: FILE, ports: fakeRuntime({ files }).ports })(),
    ),
    ...jwtFile(name, files),
  ];
}

/** Returns a case for each of the two providers that accept only JWTs. */
function jwtFile(name: string, files: FakeRuntimeOptions["files"] & object): BadInput[] {
  const client = () => clientThat(undefined, {}, { files });
  return [
    token(`${name}, for EKS Auth`, FILE, () =>
      fromEksAuth({ client: client(), clusterName: "demo", tokenFile: FILE })(),
    ),
    token(`${name}, for STS`, FILE, () =>
      fromWebToken({ client: client(), roleArn: ROLE_ARN, tokenFile: FILE })(),
    ),
  ];
}

function podToken(name: string, text: string): BadInput {
  return token(`${name}, for EKS Auth`, "fromEksAuth({ token })", () =>
    fromEksAuth({ client: clientThat(undefined), clusterName: "demo", token: text })(),
  );
}

/** Tokens that must be refused before they are sent. */
export const BAD_TOKENS: readonly BadInput[] = [
  ...file("an empty token file", { [FILE]: "" }),
  ...file("a token file with only blanks", { [FILE]: " \r\n\t\n" }),
  ...file("a carriage return inside the token", { [FILE]: "header.pay\rload.signature" }),
  ...file("a line feed inside the token", { [FILE]: "header.pay\nload.signature" }),
  ...file("a line break inside the token", { [FILE]: "header.pay\r\nx-injected: yes" }),
  ...jwtFile("a space inside the token", { [FILE]: "Bearer header.payload.signature" }),
  ...file("a NUL inside the token", { [FILE]: "header.pay\0load.signature" }),
  ...jwtFile("a token beyond ASCII", { [FILE]: "header.päyload.signature" }),
  ...file("a token beyond Latin-1", { [FILE]: "header.p\u0101yload.signature" }),
  ...file("a missing token file", {}),
  ...file("an unreadable token file", { [FILE]: new Error("EACCES: permission denied") }),
  ...[
    { given: null, title: "null" },
    { given: 5, title: "a number" },
    { given: () => null, title: "a function of null" },
    { given: async () => undefined, title: "a function of a promise of undefined" },
  ].map(({ given, title }) =>
    token(`a token that is ${title}`, "fromWebToken({ token })", () =>
      fromWebToken({ client: clientThat(undefined), roleArn: ROLE_ARN, token: untyped(given) })(),
    ),
  ),
  podToken("a token of one word", "password"),
  podToken("a token whose payload is not JSON", "aGVhZGVy.cGF5bG9hZA.c2ln"),
  podToken("a token of five parts", "a.b.c.d.e"),
  podToken("a token for another audience", unsignedToken({ aud: ["sts.amazonaws.com"] })),
  podToken("a token for no audience", unsignedToken({ aud: [] })),
  podToken("a token without an audience", unsignedToken({ aud: undefined })),
  podToken("a token without an issuer", unsignedToken({ iss: undefined })),
  podToken("a token without an expiry", unsignedToken({ exp: undefined })),
  podToken("a token whose expiry is text", unsignedToken({ exp: "tomorrow" })),
  podToken("a token whose Kubernetes claims are empty", unsignedToken({ "kubernetes.io": {} })),
  podToken("a token whose Kubernetes claims are text", unsignedToken({ "kubernetes.io": "shop" })),
  token("a token function that returns nothing", "fromWebToken({ token })", () =>
    fromWebToken({
      client: clientThat(undefined),
      roleArn: ROLE_ARN,
      token: untyped<() => string>(() => undefined),
    })(),
  ),
  {
    name: "no token for EKS Auth",
    run: () => fromEksAuth({ client: clientThat(undefined), clusterName: "demo" })(),
    code: "NOT_CONFIGURED",
    facts: { source: "fromEksAuth" },
  },
  {
    name: "no token for STS",
    run: () => fromWebToken({ client: clientThat(undefined), roleArn: ROLE_ARN })(),
    code: "NOT_CONFIGURED",
    facts: { source: "fromWebToken" },
  },
  {
    name: "no container endpoint",
    run: () => fromContainer({ ports: fakeRuntime().ports })(),
    code: "NOT_CONFIGURED",
    facts: { source: "fromContainer" },
  },
];
