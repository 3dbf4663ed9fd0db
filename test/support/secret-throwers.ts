import { chain } from "../../src/credentials/providers/chain.ts";
import { fromContainer } from "../../src/credentials/providers/container/from-container.ts";
import { fromEksAuth } from "../../src/credentials/providers/from-eks-auth.ts";
import { fromEnv } from "../../src/credentials/providers/from-env.ts";
import { fromWebToken } from "../../src/credentials/providers/from-web-token.ts";
import { createClient } from "../../src/http/client.ts";
import { getCallerIdentity } from "../../src/sts/caller-identity.ts";
import { ROLE_ARN } from "./aws-examples.ts";
import {
  CANARY_CREDENTIALS,
  CANARY_PASSWORD,
  CANARY_SECRET_KEY,
  CANARY_SESSION_TOKEN,
  CANARY_TOKEN,
} from "./canaries.ts";
import { canaryClient, ECHOED_SECRETS, type SecretThrower } from "./echoed-secrets.ts";
import { fakeRuntime, silence, text } from "./fake-runtime.ts";
import { SECRET_INPUTS } from "./secret-inputs.ts";
import { unsignedToken } from "./unsigned-token.ts";

const SECRET_ENV = {
  AWS_ACCESS_KEY_ID: CANARY_CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: CANARY_SECRET_KEY,
  AWS_SESSION_TOKEN: CANARY_SESSION_TOKEN,
  AWS_CREDENTIAL_EXPIRATION: "2026-03-01T11:59:59Z",
};

function podToken(name: string, token: string): SecretThrower {
  const run = () => fromEksAuth({ client: canaryClient(text("")), clusterName: "demo", token })();
  return { name, run, code: "INVALID_TOKEN" };
}

function environment(name: string, env: Record<string, string>, code: SecretThrower["code"]): SecretThrower {
  return { name, run: () => fromEnv({ ports: fakeRuntime({ env }).ports })(), code };
}

const OTHERS: readonly SecretThrower[] = [
  podToken("a token of two lines", `${CANARY_TOKEN}\n${CANARY_TOKEN}`),
  podToken(
    "a token whose payload is not JSON",
    `header.${btoa(`{"jti":"${CANARY_PASSWORD}`).replaceAll("=", "")}.${CANARY_PASSWORD}`,
  ),
  podToken("a token with claims of other types", unsignedToken({ exp: CANARY_PASSWORD }, CANARY_PASSWORD)),
  environment(
    "an environment without an access key",
    { AWS_SECRET_ACCESS_KEY: CANARY_SECRET_KEY },
    "CONFIGURATION",
  ),
  environment("expired credentials in the environment", SECRET_ENV, "CREDENTIALS_EXPIRED"),
  {
    name: "a response that never arrives",
    code: "TIMEOUT",
    run: () => {
      const { ports, clock } = fakeRuntime({ answers: [silence] });
      const settings = { region: "us-west-2", credentials: CANARY_CREDENTIALS, maxAttempts: 1, ports };
      return clock.settle(getCallerIdentity(createClient(settings)));
    },
  },
  {
    name: "an aborted call",
    code: "ABORTED",
    run: () => getCallerIdentity(canaryClient(silence), { signal: AbortSignal.abort() }),
  },
  {
    name: "no token, but secret credentials",
    code: "NOT_CONFIGURED",
    run: () => fromWebToken({ client: canaryClient(text("")) })(),
  },
  {
    name: "a chain that ends with a refusal",
    code: "CREDENTIALS_UNAVAILABLE",
    run: () => {
      const { ports } = fakeRuntime();
      const client = canaryClient(text(CANARY_TOKEN, 403));
      const fromToken = fromWebToken({ client, roleArn: ROLE_ARN, token: CANARY_TOKEN });
      return chain(fromEnv({ ports }), fromToken, fromContainer({ ports }))();
    },
  },
];

/** Calls with secrets that fail, one at least for each error code. */
export const SECRET_THROWERS: readonly SecretThrower[] = [...ECHOED_SECRETS, ...SECRET_INPUTS, ...OTHERS];
