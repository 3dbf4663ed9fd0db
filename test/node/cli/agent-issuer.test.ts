import { expect, it } from "vitest";
import { issuerVerifiers } from "../../../cli/agent/issuer-verifier.ts";
import { createLog } from "../../../cli/agent/log.ts";
import { fakeRuntime, json } from "../../support/fake-runtime.ts";
import { errorOf } from "../../support/rejection.ts";
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
  clock.advance(1_000_000);
  const lines: Record<string, unknown>[] = [];
  const log = createLog("info", (line) => lines.push(JSON.parse(line) as Record<string, unknown>));
  const verify = (await issuerVerifiers({ ports, log }))(ISSUER);
  for (const waitMs of [10_000, 10_000, 10_000, 290_000]) {
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

it.each([
  ["issuerTokenFile", "--issuer-token-file"],
  ["issuerCaFile", "--issuer-ca-file"],
])("the agent refuses an empty file as %s, and names the flag", async (option, flag) => {
  const { ports } = fakeRuntime({ files: { "/empty": " \n" } });
  const verifiers = issuerVerifiers({ ports, log: () => undefined, [option]: "/empty" });

  expect(await errorOf(verifiers, "CONFIGURATION")).toMatchObject({
    setting: flag,
    message: `the file /empty of ${flag} cannot be read or is empty`,
  });
});

it("the agent refuses an issuer over plain HTTP, and names the flag that allows it", async () => {
  const { ports } = fakeRuntime();
  const log = (): void => undefined;
  const url = "http://issuer.example.com";
  const verify = async () => (await issuerVerifiers({ ports, log }))(url);
  const { setting, message } = await errorOf(verify(), "CONFIGURATION");

  expect([setting, message]).toEqual(["--token-issuer", expect.stringContaining("pass --allow-http-issuer")]);
  expect(typeof (await issuerVerifiers({ ports, log, allowHttpIssuer: true }))(url)).toBe("function");
});
