import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fetchWithCa } from "../../../cli/agent/fetch-with-ca.ts";
import { nodePorts } from "../../../runtimes/node/ports.ts";
import { createTokenVerifier } from "../../../src/agent/tokens/token-verifier.ts";
import { type AgentCommandProcess, startAgent } from "../../node/cli/agent-command.ts";
import { errorOf } from "../../support/rejection.ts";
import { HOUR_MS, SECOND_MS } from "../../support/time.ts";
import { type ApiServer, startApiServer } from "../kubernetes/api-server.ts";
import { type ServedEmulator, serveEmulator } from "../served-emulator.ts";
import { type Boto3Pod, startBoto3Pod } from "./boto3.ts";
import { type EksAuthStub, serveEksAuthStub } from "./eks-auth-stub.ts";

const BIN = fileURLToPath(new URL("../../../node_modules/.bin/", import.meta.url));
const START_TIMEOUT_MS = 120_000;
const AUDIENCE = "pods.eks.amazonaws.com";
const CHECKOUT = { namespace: "shop", serviceAccount: "checkout" };

const RUNTIMES: readonly (readonly [string, readonly [string, ...string[]] | undefined])[] = [
  ["Node", undefined],
  ["Bun", [`${BIN}bun`]],
  ["Deno", [`${BIN}deno`, "run", "-A", "--node-modules-dir=manual", "--cached-only"]],
];

let apiServer: ApiServer;
let served: ServedEmulator;
let eksAuth: EksAuthStub;
let folder: string;
let tokenFile: string;

beforeAll(async () => {
  [apiServer, served] = await Promise.all([startApiServer(), serveEmulator()]);
  eksAuth = await serveEksAuthStub(served);
  folder = await mkdtemp(join(tmpdir(), "podkey-pod-"));
  tokenFile = join(folder, "api-server-token");
  await apiServer.createPod("kube-system", "podkey-agent", "podkey-agent-0");
  await writeFile(
    tokenFile,
    await apiServer.issueToken({ namespace: "kube-system", serviceAccount: "podkey-agent" }),
  );
}, START_TIMEOUT_MS);

afterAll(async () => {
  await apiServer.close();
  await eksAuth.close();
  await served.close();
  await rm(folder, { recursive: true });
});

describe.each(RUNTIMES)("podkey agent on %s that verifies tokens of a real API server", (name, runtime) => {
  const podName = `checkout-${name.toLowerCase()}`;
  let agent: AgentCommandProcess;
  let boto3: Boto3Pod;

  function start(...args: readonly string[]): Promise<AgentCommandProcess> {
    const flags = ["--token-issuer", apiServer.url, ...args];
    return startAgent({ endpoint: eksAuth.url, args: flags, ...(runtime && { runtime }) });
  }

  const issueToken = (audience = AUDIENCE): Promise<string> =>
    apiServer.issueToken({ ...CHECKOUT, podName, audience });

  beforeAll(async () => {
    await apiServer.createPod(CHECKOUT.namespace, CHECKOUT.serviceAccount, podName);
    boto3 = startBoto3Pod();
    agent = await start("--issuer-ca-file", apiServer.caFile, "--issuer-token-file", tokenFile);
  });

  afterAll(async () => {
    await boto3.close();
    await agent.stop();
  });

  it("gives boto3 in a pod credentials, and a rotated token the same without an exchange", async () => {
    const exchangesBefore = eksAuth.exchanged.length;
    const podTokenFile = join(folder, podName);
    await writeFile(podTokenFile, await issueToken());
    const env = {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${agent.url}/v1/credentials`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: podTokenFile,
      AWS_DEFAULT_REGION: "us-west-2",
      AWS_ENDPOINT_URL: served.url,
    };
    await boto3.run({ do: "start", env });
    const arn = await boto3.run({ do: "call" });
    await writeFile(podTokenFile, await issueToken());
    await boto3.run({ do: "start", env });

    expect(arn).toMatch(/^arn:aws:sts::111122223333:assumed-role\/checkout\/eks-/);
    expect(await boto3.run({ do: "call" })).toBe(arn);
    expect(eksAuth.exchanged).toHaveLength(exchangesBefore + 1);
    const samples = await agent.metrics();
    expect(samples.get('podkey_agent_token_verifications_total{outcome="verified"}')).toBe(2);
  });

  it("refuses a token for another audience, and a changed signature, without an exchange", async () => {
    const exchangesBefore = eksAuth.exchanged.length;
    const token = await issueToken();
    const refused = [await issueToken("sts.amazonaws.com"), `${token.slice(0, -8)}AAAAAAAA`];
    const statuses = await Promise.all(refused.map(async (bad) => (await agent.ask(bad)).status));

    expect(statuses).toEqual([400, 400]);
    expect(eksAuth.exchanged).toHaveLength(exchangesBefore);
  });

  it("warns with status and host if it may not read the keys", async () => {
    const anonymous = await start("--issuer-ca-file", apiServer.caFile);
    await anonymous.ask(await issueToken());
    const line = await anonymous.line("cannot fetch the signing keys of the cluster's tokens");
    await anonymous.stop();

    expect(line).toMatchObject({ level: "warn", status: 403, code: "Forbidden" });
    expect(line["error"]).toContain(new URL(apiServer.url).host);
  });

  it("warns with the host if it does not trust the API server's certificate", async () => {
    const trusting = await start("--issuer-token-file", tokenFile);
    await trusting.ask(await issueToken());
    const line = await trusting.line("cannot fetch the signing keys of the cluster's tokens");
    await trusting.stop();

    expect(line).toMatchObject({ level: "warn", code: "NETWORK" });
    expect(line["error"]).toContain(`could not reach ${new URL(apiServer.url).host}`);
  });
});

describe("a token verifier of a real API server that rotates its signing key", () => {
  const podName = "checkout-rotation";
  const clock = { offsetMs: 0 };

  const verifier = () =>
    createTokenVerifier({
      issuer: apiServer.url,
      bearerToken: () => readFile(tokenFile, "utf8"),
      ports: {
        ...nodePorts(),
        fetch: fetchWithCa(() => readFile(apiServer.caFile, "utf8")),
        monotonic: () => performance.now() + clock.offsetMs,
      },
    });

  const issueToken = (): Promise<string> =>
    apiServer.issueToken({ ...CHECKOUT, podName, audience: AUDIENCE });

  it("accepts tokens of both keys while both are published, and of the new one only after that", async () => {
    await apiServer.createPod(CHECKOUT.namespace, CHECKOUT.serviceAccount, podName);
    const verify = verifier();
    const oldToken = await issueToken();
    expect(await verify(oldToken)).toMatchObject({ claims: { sub: "system:serviceaccount:shop:checkout" } });

    const second = await apiServer.createSigningKey("second");
    await apiServer.restart([second, join(apiServer.folder, "first.key")]);
    clock.offsetMs += 30 * SECOND_MS;
    const newToken = await issueToken();
    expect(await verify(newToken)).toBeDefined();
    expect(await verify(oldToken)).toBeDefined();

    await apiServer.restart([second]);
    await writeFile(
      tokenFile,
      await apiServer.issueToken({ namespace: "kube-system", serviceAccount: "podkey-agent" }),
    );
    clock.offsetMs += HOUR_MS;
    expect(await verify(newToken)).toBeDefined();
    expect((await errorOf(verify(oldToken), "INVALID_TOKEN")).message).toContain("does not publish");
  });
});
