import { fromContainer } from "../../src/credentials/providers/container/from-container.ts";
import { createSession, type Session } from "../../src/credentials/session/session.ts";
import { describePodIdentityAssociation } from "../../src/eks/associations.ts";
import { createClient } from "../../src/http/client.ts";
import { presignUrl } from "../../src/signing/presign.ts";
import { signHeaders } from "../../src/signing/sign-request.ts";
import { assumeRole } from "../../src/sts/assume-role.ts";
import { NOW_MS, ROLE_ARN } from "./aws-examples.ts";
import {
  CANARY_CREDENTIALS,
  CANARY_PASSWORD,
  CANARY_SECRET_KEY,
  CANARY_SESSION_TOKEN,
  CANARY_TOKEN,
  CANARY_TOKEN_CODE,
} from "./canaries.ts";
import { canaryClient, type SecretThrower } from "./echoed-secrets.ts";
import { fakeRuntime, text } from "./fake-runtime.ts";
import { signingContext } from "./signing-context.ts";

const KEY = { clusterName: "demo", associationId: "a-abcdefghijklmnop1" };
const URL_TO_SIGN = "https://eks.us-west-2.amazonaws.com/";

function unsendableToken(name: string, sessionToken: string): SecretThrower {
  const credentials = { ...CANARY_CREDENTIALS, sessionToken };
  const run = () => signHeaders({ method: "GET", url: URL_TO_SIGN }, signingContext({ credentials }));
  return { name, run, code: "CONFIGURATION" };
}

function unsendableHeader(name: string, header: string, value: string): SecretThrower {
  const context = signingContext({ credentials: CANARY_CREDENTIALS });
  const run = () => signHeaders({ method: "GET", url: URL_TO_SIGN, headers: { [header]: value } }, context);
  return { name, run, code: "INVALID_REQUEST" };
}

function containerUrl(uri: string, index: number): SecretThrower {
  const run = () => fromContainer({ uri, token: CANARY_TOKEN, ports: fakeRuntime().ports })();
  return { name: `a container URL that must not be asked (${index + 1})`, run, code: "CONFIGURATION" };
}

/** A call whose `fetch` rejects with an error that quotes the URL and its password, as browsers and Node do. */
function endpointOf(user: string): SecretThrower {
  const endpoint = `https://${user}:${CANARY_PASSWORD}@eks.example.com`;
  const run = () => {
    const { ports } = fakeRuntime({ answers: [new TypeError(`cannot fetch ${endpoint}`)] });
    const settings = {
      region: "us-west-2",
      endpoint,
      credentials: CANARY_CREDENTIALS,
      maxAttempts: 1,
      ports,
    };
    return describePodIdentityAssociation(createClient(settings), KEY);
  };
  return { name: `an endpoint with a password and ${user ? "a" : "no"} user`, run, code: "CONFIGURATION" };
}

function sessionInput(
  name: string,
  code: SecretThrower["code"],
  run: (aws: Session) => unknown,
): SecretThrower {
  const { ports } = fakeRuntime({
    env: { AWS_ENDPOINT_URL_SQS: `https://alice:${CANARY_PASSWORD}@sqs.example.com` },
  });
  return {
    name: `a session's ${name}`,
    code,
    run: async () => run(createSession({ credentials: async () => CANARY_CREDENTIALS, ports })),
  };
}

/** Calls that fail because of an input that is a secret or contains one. */
export const SECRET_INPUTS: readonly SecretThrower[] = [
  unsendableToken("a session token with a line break", `${CANARY_SESSION_TOKEN}\n`),
  unsendableToken("a session token beyond ASCII", `${CANARY_SESSION_TOKEN}é`),
  unsendableHeader("a header with a line break", "x-amz-meta", `${CANARY_TOKEN}\n${CANARY_TOKEN}`),
  unsendableHeader("a header beyond Latin-1", "x-amz-meta", `${CANARY_TOKEN}✓`),
  unsendableHeader("a header with a faulty name", `${CANARY_TOKEN} `, "value"),
  ...[
    `http://alice:${CANARY_PASSWORD}@169.254.170.23/v1/credentials`,
    `http://:${CANARY_PASSWORD}@169.254.170.23/v1/credentials`,
    `http://example.com/?token=${CANARY_TOKEN}`,
    `http://${CANARY_PASSWORD}:port/`,
  ].map(containerUrl),
  sessionInput("fetch of a header with a line break", "INVALID_REQUEST", (aws) =>
    aws.fetch(URL_TO_SIGN, { headers: { "x-amz-meta": `${CANARY_TOKEN}\n${CANARY_TOKEN}` } }),
  ),
  sessionInput("fetch from an unknown host", "CONFIGURATION", (aws) =>
    aws.fetch(`https://alice:${CANARY_PASSWORD}@example.com/?token=${CANARY_TOKEN}`),
  ),
  sessionInput("fetch without https", "CONFIGURATION", (aws) =>
    aws.fetch(`http://alice:${CANARY_PASSWORD}@sqs.us-west-2.amazonaws.com/?token=${CANARY_TOKEN}`),
  ),
  sessionInput("presigned URL for an endpoint with a password", "CONFIGURATION", (aws) =>
    aws.presign(`https://sqs.us-west-2.amazonaws.com/?token=${CANARY_TOKEN}`),
  ),
  endpointOf("alice"),
  endpointOf(""),
  {
    name: "a signature without a region",
    code: "CONFIGURATION",
    run: () =>
      signHeaders(
        { method: "GET", url: URL_TO_SIGN },
        signingContext({ credentials: CANARY_CREDENTIALS, region: "" }),
      ),
  },
  {
    name: "a URL presigned with expired credentials",
    code: "CREDENTIALS_EXPIRED",
    run: () => {
      const credentials = { ...CANARY_CREDENTIALS, expiration: new Date(NOW_MS) };
      const request = { method: "GET", url: URL_TO_SIGN, expiresInSeconds: 60 };
      return presignUrl(request, signingContext({ credentials }));
    },
  },
  {
    name: "a malformed URL to presign",
    code: "INVALID_REQUEST",
    run: () => {
      const request = {
        method: "GET",
        url: `https://example.com:port/?token=${CANARY_TOKEN}`,
        expiresInSeconds: 60,
      };
      return presignUrl(request, signingContext({ credentials: CANARY_CREDENTIALS }));
    },
  },
  {
    name: "an MFA code of seven digits",
    code: "INVALID_REQUEST",
    run: () => {
      const input = { roleArn: ROLE_ARN, roleSessionName: "podkey", tokenCode: `${CANARY_TOKEN_CODE}4` };
      return assumeRole(canaryClient(text("")), input);
    },
  },
  {
    name: "an MFA code that is refused",
    code: "SERVICE",
    run: () => {
      const xml = `<ErrorResponse><Error><Code>AccessDenied</Code><Message>no: ${CANARY_TOKEN_CODE}</Message></Error></ErrorResponse>`;
      const input = { roleArn: ROLE_ARN, roleSessionName: "podkey", tokenCode: CANARY_TOKEN_CODE };
      return assumeRole(canaryClient(text(xml, 403)), input);
    },
  },
  {
    name: "a token in another field",
    code: "INVALID_REQUEST",
    run: () => describePodIdentityAssociation(canaryClient(text("")), { ...KEY, clusterName: CANARY_TOKEN }),
  },
  {
    name: "a secret key in another field",
    code: "INVALID_REQUEST",
    run: () => assumeRole(canaryClient(text("")), { roleArn: CANARY_SECRET_KEY, roleSessionName: "podkey" }),
  },
];
