import { fromContainer } from "../../src/credentials/providers/container/from-container.ts";
import { assumeRoleForPodIdentity } from "../../src/eks-auth/assume-role-for-pod-identity.ts";
import type { AnyPodkeyError } from "../../src/errors/any-error.ts";
import { type Client, createClient } from "../../src/http/client.ts";
import { assumeRole, assumeRoleWithWebIdentity } from "../../src/sts/assume-role.ts";
import { ROLE_ARN } from "./aws-examples.ts";
import { CANARY_CREDENTIALS, CANARY_SECRET_KEY, CANARY_SESSION_TOKEN, CANARY_TOKEN } from "./canaries.ts";
import { type FakeAnswer, fakeRuntime, json, text } from "./fake-runtime.ts";

/** A call that fails while it holds secrets. */
export interface SecretThrower {
  readonly name: string;
  readonly run: () => Promise<unknown>;
  readonly code: AnyPodkeyError["code"];
}

/** Makes a client with secret credentials that makes one attempt and gets the given answer. */
export function canaryClient(answer: FakeAnswer): Client {
  const { ports } = fakeRuntime({ answers: [answer] });
  return createClient({ region: "us-west-2", credentials: CANARY_CREDENTIALS, maxAttempts: 1, ports });
}

const FILE = "/var/run/secrets/token";
const SIGNED = [CANARY_SECRET_KEY, CANARY_SESSION_TOKEN];

/** Calls, each with the secrets that its request contains and a response may echo. */
const CALLS: readonly (readonly [
  service: string,
  held: readonly string[],
  call: (answer: FakeAnswer) => Promise<unknown>,
])[] = [
  [
    "EKS Auth",
    [...SIGNED, CANARY_TOKEN],
    (answer) => assumeRoleForPodIdentity(canaryClient(answer), { clusterName: "demo", token: CANARY_TOKEN }),
  ],
  [
    "STS",
    SIGNED,
    (answer) => assumeRole(canaryClient(answer), { roleArn: ROLE_ARN, roleSessionName: "podkey" }),
  ],
  [
    "STS about a web identity",
    [CANARY_TOKEN],
    (answer) =>
      assumeRoleWithWebIdentity(canaryClient(answer), {
        roleArn: ROLE_ARN,
        roleSessionName: "podkey",
        webIdentityToken: CANARY_TOKEN,
      }),
  ],
  [
    "the agent",
    [CANARY_TOKEN],
    (answer) => {
      const { ports } = fakeRuntime({ answers: [answer], files: { [FILE]: CANARY_TOKEN }, random: 0.999 });
      const uri = "http://169.254.170.23/v1/credentials";
      return fromContainer({ uri, tokenFile: FILE, deadlineMs: 1, ports })();
    },
  ],
];

function answersThatEcho(
  held: readonly string[],
): readonly (readonly [name: string, answer: FakeAnswer, code: SecretThrower["code"]])[] {
  const echo = `The Canonical String should have been\n'POST\n/\n\n${held.join("\n")}\n${held.map(encodeURIComponent).join("&")}'`;
  const xml = `<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>${echo.replaceAll("&", "&amp;")}</Message></Error></ErrorResponse>`;
  return [
    [
      "an error message that echoes",
      json({ __type: "SignatureDoesNotMatch", message: echo }, 403),
      "SERVICE",
    ],
    ["an error member that echoes", json({ __type: "Foo", canonicalRequest: echo }, 403), "SERVICE"],
    [
      "a nested error member that echoes",
      json({ __type: "Foo", request: { lines: [echo] } }, 403),
      "SERVICE",
    ],
    ["an error code that echoes", json({ __type: held[0] }, 403), "SERVICE"],
    ["a request id that echoes", json({}, 403, { "x-amzn-requestid": held.join(" ") }), "SERVICE"],
    ["an error in XML that echoes", text(xml, 403), "SERVICE"],
    ["an error page that echoes", text(`<html>${echo}</html>`, 500), "SERVICE"],
    [
      "a long error page that echoes",
      text(`<html>${"-".repeat(150)}${held.join(" ")}</html>`, 500),
      "SERVICE",
    ],
    [
      "an error in text that echoes",
      text(`[1234]: (AccessDeniedException): ${echo}, fault: client`, 400),
      "SERVICE",
    ],
    [
      "an id in text that echoes",
      text(`[${held.join(" ")}]: (AccessDeniedException): no, fault: client`, 400),
      "SERVICE",
    ],
    ["malformed JSON", text(`{"secretAccessKey":"${held.join('","')}"`), "INVALID_RESPONSE"],
    ["JSON of another shape", json({ credentials: echo, AccessKeyId: [echo] }), "INVALID_RESPONSE"],
    ["text", text(echo), "INVALID_RESPONSE"],
    ["a redirect", text("", 302, { location: `https://example.com/?token=${held[0]}` }), "INVALID_RESPONSE"],
    ["a dropped connection", new TypeError("fetch failed"), "NETWORK"],
  ];
}

/** Exchanges that fail with a response that contains secrets of the request. */
export const ECHOED_SECRETS: readonly SecretThrower[] = CALLS.flatMap(([service, held, call]) =>
  answersThatEcho(held).map(([name, answer, code]) => {
    return { name: `${name} from ${service}`, run: () => call(answer), code };
  }),
);
