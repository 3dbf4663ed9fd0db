import { describe, expect, it } from "vitest";
import type { AwsCredentials, CredentialProvider } from "../../../../src/aws/credentials.ts";
import { chain } from "../../../../src/credentials/providers/chain.ts";
import { fromEnv } from "../../../../src/credentials/providers/from-env.ts";
import { fromTemporaryCredentials } from "../../../../src/credentials/providers/from-temporary-credentials.ts";
import { fromWebToken } from "../../../../src/credentials/providers/from-web-token.ts";
import { refresh } from "../../../../src/credentials/refresh/refresh.ts";
import { createSession } from "../../../../src/credentials/session/session.ts";
import { type Client, createClient, partsOf } from "../../../../src/http/client.ts";
import { memoryStore } from "../../../../src/stores/memory.ts";
import { queryErrorXml, ROLE_ARN, roleSessionXml } from "../../../support/aws-examples.ts";
import { bodyText, fakeRuntime, type SentRequest, text } from "../../../support/fake-runtime.ts";
import { rejectionOf } from "../../../support/rejection.ts";

const GOOD_TOKEN = "header.good.signature";
const BAD_TOKEN = "header.bad.signature";

/** Refuses the bad token, as STS does. */
function sts(request: SentRequest): Response {
  const form = new URLSearchParams(bodyText(request));
  if (form.get("WebIdentityToken") === BAD_TOKEN) {
    return text(queryErrorXml("InvalidIdentityToken", "no"), 400)();
  }
  const action = form.get("Action") === "AssumeRole" ? "AssumeRole" : "AssumeRoleWithWebIdentity";
  return text(roleSessionXml(action))();
}

/** Opens sessions of one identity over one store, each with the token of one request. */
function edge(providerOf: (client: Client, token: string) => CredentialProvider) {
  const { ports, requests, clock } = fakeRuntime({ answers: [sts] });
  const keys = new Set<string>();
  const inner = memoryStore({ now: ports.now });
  const store = {
    ...inner,
    get: (key: string) => {
      keys.add(key);
      return inner.get(key);
    },
  };
  const client = createClient({ region: "us-west-2", ports });
  const credentialsFor = (token: string): Promise<AwsCredentials> => {
    const credentials = providerOf(client, token);
    return clock.settle(createSession({ credentials, store, identity: "edge", ports }).credentials());
  };
  return { credentialsFor, requests, keys };
}

function webToken(client: Client, token: string): CredentialProvider {
  return fromWebToken({ client, roleArn: ROLE_ARN, token });
}

describe("sessions that share a store and an identity", () => {
  it.each<[string, (client: Client, token: string) => CredentialProvider]>([
    ["fromWebToken", webToken],
    ["a chain with fromWebToken", (client, token) => chain(fromEnv(), webToken(client, token))],
    [
      "fromTemporaryCredentials over fromWebToken",
      (client, token) => {
        const { ports } = partsOf(client);
        const credentials = webToken(createClient({ region: "us-west-2", ports }), token);
        return fromTemporaryCredentials({
          client: createClient({ region: "us-west-2", ports, credentials }),
          roleArn: ROLE_ARN,
        });
      },
    ],
    [
      "fromTemporaryCredentials over a session of fromWebToken",
      (client, token) => {
        const { ports } = partsOf(client);
        const session = createSession({ region: "us-west-2", ports, credentials: webToken(client, token) });
        return fromTemporaryCredentials({ client: session, roleArn: ROLE_ARN });
      },
    ],
    ["refresh over fromWebToken", (client, token) => refresh({ provider: webToken(client, token) })],
  ])("do not return credentials for a request that has another token, with %s", async (_name, providerOf) => {
    const { credentialsFor } = edge(providerOf);
    await credentialsFor(GOOD_TOKEN);

    expect(String(await rejectionOf(credentialsFor(BAD_TOKEN)))).toContain("InvalidIdentityToken");
  });

  it("return the same credentials for requests that have the same token", async () => {
    const { credentialsFor, requests } = edge(webToken);
    await credentialsFor(GOOD_TOKEN);
    await credentialsFor(GOOD_TOKEN);

    expect(requests).toHaveLength(1);
  });

  it("share credentials if each reads the program's own token with a function", async () => {
    const { credentialsFor, requests, keys } = edge((client, token) =>
      fromWebToken({ client, roleArn: ROLE_ARN, token: () => token }),
    );
    await credentialsFor(GOOD_TOKEN);
    await credentialsFor(BAD_TOKEN);

    expect(requests).toHaveLength(1);
    expect(keys).toEqual(new Set(["edge.v1", "edge.v1.failure"]));
  });

  it("write a hash into the keys of the store, and never the token", async () => {
    const { credentialsFor, keys } = edge(webToken);
    await credentialsFor(GOOD_TOKEN);

    expect([...keys].join(" ")).toMatch(/\.[0-9a-f]{32}$/);
    expect([...keys].join(" ")).not.toContain("good");
  });
});
