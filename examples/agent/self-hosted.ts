import { readFile } from "node:fs/promises";
import process from "node:process";
import {
  createAgent,
  createAgentMetrics,
  createProbes,
  createTokenVerifier,
  type Pod,
  type TokenExchange,
} from "podkey/agent";
import { createClient, nodePorts, ServiceError, serve, serveAgent } from "podkey/node";
import { assumeRoleWithWebIdentity } from "podkey/sts";

const AUDIENCE = "sts.amazonaws.com";
/** The limit of STS. Longer names lose their beginning, because pods of one owner differ at the end. */
const MAX_SESSION_NAME_LENGTH = 64;

const ports = nodePorts();
const { env } = ports;
const issuer = env("ISSUER");
if (!issuer)
  throw new Error(
    "ISSUER is not set: the issuer of the cluster's tokens, for example https://oidc.example.com",
  );
const hostname = env("HOST") ?? "127.0.0.1";
const rolesFile = env("ROLES_FILE") ?? "roles.json";

// The agent repeats calls itself, within its rate limit.
const client = createClient({ maxAttempts: 1 });

const exchange: TokenExchange = async ({ token, pod }) => {
  const name = `${pod.namespace}.${pod.podName ?? pod.serviceAccount}`;
  const { credentials } = await assumeRoleWithWebIdentity(client, {
    roleArn: await findRole(pod),
    roleSessionName: name.slice(-MAX_SESSION_NAME_LENGTH),
    webIdentityToken: token,
  });
  return credentials;
};

/** Reads the file for each exchange, because a ConfigMap can change. */
async function findRole({ namespace, serviceAccount }: Pod): Promise<string> {
  const roles: Record<string, string> = JSON.parse(await readFile(rolesFile, "utf8"));
  const roleArn = roles[`${namespace}/${serviceAccount}`];
  if (roleArn) return roleArn;
  throw new ServiceError({
    service: "sts",
    operation: "AssumeRoleWithWebIdentity",
    status: 404,
    awsCode: "ResourceNotFoundException",
    awsMessage: `no role is set for ${namespace}/${serviceAccount}`,
    retryable: false,
  });
}

const metrics = createAgentMetrics();
const agent = createAgent({
  exchange,
  verify: createTokenVerifier({
    issuer,
    audience: AUDIENCE,
    ports,
    onKeysFailure: (error) => process.stderr.write(`cannot fetch signing keys: ${String(error)}\n`),
  }),
  audience: AUDIENCE,
  allowedHosts: [hostname],
  ports,
  onEvent: metrics.onEvent,
});
const server = await serveAgent(agent, { hostname, port: Number(env("PORT") ?? 8080) });
const probes = createProbes({
  agent,
  listeners: [{ name: server.url, status: async (signal) => (await fetch(server.url, { signal })).status }],
  openMetrics: () => metrics.openMetrics(agent.state(), Date.now()),
});
const side = await serve(probes.fetch, { hostname: "0.0.0.0", port: Number(env("PROBE_PORT") ?? 2705) });

process.once("SIGTERM", async () => {
  await Promise.all([server.close({ graceMs: 5000 }), side.close()]);
  await agent.close();
});
process.stdout.write(`listening on ${server.url}\n`);
