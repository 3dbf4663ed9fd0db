import { expect, it } from "vitest";
import { issuerVerifiers } from "../../../cli/agent/issuer-verifier.ts";
import { createLog } from "../../../cli/agent/log.ts";
import { fakeRuntime, json } from "../../support/fake-runtime.ts";
import { unsignedToken } from "../../support/unsigned-token.ts";

const ISSUER = "https://10.0.0.1:6443";
const TOKEN = unsignedToken({ iss: ISSUER });

it("the agent's log warns of signing keys that cannot be fetched, every five minutes or when the reason changes", async () => {
  const answers = [
    json({ issuer: ISSUER, jwks_uri: `${ISSUER}/openid/v1/jwks` }),
    json({ reason: "NotAcceptable" }, 406),
    json({ issuer: ISSUER, jwks_uri: `${ISSUER}/openid/v1/jwks` }),
    json({ reason: "NotAcceptable" }, 406),
    json({ reason: "Forbidden" }, 403),
  ];
  const { ports, clock } = fakeRuntime({ answers });
  const lines: Record<string, unknown>[] = [];
  const log = createLog("info", (line) => lines.push(JSON.parse(line) as Record<string, unknown>));
  const verify = (await issuerVerifiers({ ports, log }))(ISSUER);
  for (const waitMs of [10_000, 10_000, 10_000, 300_000]) {
    expect(await verify(TOKEN)).toBeUndefined();
    clock.advance(waitMs);
  }
  await verify(TOKEN);

  expect(lines).toMatchObject([
    {
      level: "warn",
      msg: "cannot fetch the signing keys of the cluster's tokens",
      issuer: ISSUER,
      status: 406,
      error: expect.stringContaining("10.0.0.1:6443/openid/v1/jwks"),
    },
    { level: "warn", status: 403, error: expect.stringContaining("system:service-account-issuer-discovery") },
    { level: "warn", status: 403 },
  ]);
});

it("the agent reads the bearer token for its issuer again for each request, because Kubernetes rotates it", async () => {
  let reads = 0;
  const files = { "/token": () => `token-${++reads}\n` };
  const { ports, clock, requests } = fakeRuntime({ answers: [json({}, 401)], files });
  const log = createLog("error", () => undefined);
  const verify = (await issuerVerifiers({ ports, log, issuerTokenFile: "/token" }))(ISSUER);
  await verify(TOKEN);
  clock.advance(10_000);
  await verify(TOKEN);

  expect(requests.map(({ headers }) => headers["authorization"])).toEqual([
    "Bearer token-2",
    "Bearer token-3",
  ]);
});
