import process from "node:process";
import { createInterface } from "node:readline";
import { connect as connectOnBun } from "../../../runtimes/bun/connect.ts";
import { serveAgent as serveAgentOnBun } from "../../../runtimes/bun/serve.ts";
import { connect as connectOnDeno } from "../../../runtimes/deno/connect.ts";
import { serveAgent as serveAgentOnDeno } from "../../../runtimes/deno/serve.ts";
import { connect as connectOnNode } from "../../../runtimes/node/connect.ts";
import { serveAgent as serveAgentOnNode } from "../../../runtimes/node/serve.ts";
import { createAgent } from "../../../src/agent/create-agent.ts";
import { CREDENTIALS } from "../../support/aws-examples.ts";
import { HOUR_MS } from "../../support/time.ts";
import { unsignedToken } from "../../support/unsigned-token.ts";

// Opens a session and serves an agent with the adapter of this runtime. Each line of standard input is a command, and is
// answered with one line.

const ADAPTERS = {
  node: { connect: connectOnNode, serveAgent: serveAgentOnNode },
  bun: { connect: connectOnBun, serveAgent: serveAgentOnBun },
  deno: { connect: connectOnDeno, serveAgent: serveAgentOnDeno },
};

const [, , runtime = "node"] = process.argv;
const { connect, serveAgent } = ADAPTERS[runtime as keyof typeof ADAPTERS];

let isSourceUp = true;
/** A source whose credentials are valid for one hour by the clock of this machine. */
const source = async () => {
  if (!isSourceUp) throw new Error("the source is down");
  return { ...CREDENTIALS, sessionToken: "example", expiration: new Date(Date.now() + HOUR_MS) };
};

const session = connect({ credentials: source });
const agent = createAgent({
  exchange: source,
  allowedHosts: ["127.0.0.1"],
  maxServiceQps: 1,
  maxServiceBurst: 1,
  maxWaitMs: 1,
});
const server = await serveAgent(agent);

/** Returns for how long the credentials of the session are valid, or "failed". */
async function askSession(): Promise<string> {
  try {
    const { expiration } = await session.credentials();
    return String((expiration?.getTime() ?? 0) - Date.now());
  } catch {
    return "failed";
  }
}

/** Returns the status of the agent's answer to a pod. */
async function askAgent(name: string): Promise<string> {
  const authorization = unsignedToken({
    aud: ["pods.eks.amazonaws.com"],
    exp: 4_000_000_000,
    iss: "https://oidc.example.com",
    sub: `system:serviceaccount:shop:${name}`,
    "kubernetes.io": { namespace: "shop", serviceaccount: { name, uid: name }, pod: { name, uid: name } },
  });
  const response = await fetch(`${server.url}/v1/credentials`, { headers: { authorization } });
  await response.text();
  return String(response.status);
}

for await (const line of createInterface({ input: process.stdin })) {
  const [command, name = ""] = line.split(" ");
  let answer = "done";
  if (command === "session") answer = await askSession();
  else if (command === "agent") answer = await askAgent(name);
  else isSourceUp = command === "up";
  process.stdout.write(`${answer}\n`);
}
