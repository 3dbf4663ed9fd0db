import { existsSync, statSync } from "node:fs";
import { serve } from "../../runtimes/node/serve.ts";
import { createPodIdentityAssociation } from "../../src/eks/associations.ts";
import { createEmulator } from "../../src/emulator/create-emulator.ts";
import { createClient } from "../../src/http/client.ts";
import { ROOT } from "../../tools/manifest.ts";
import { finding, print } from "./report.ts";
import { type AgentStart, startAgent } from "./start-agent.ts";

const REPEATS = 20;
const BIN = `${ROOT}/node_modules`;
const CLI = `${ROOT}/dist/cli.js`;

/** The commands to start; the executables of one file first. */
const CONTENDERS = [
  { name: "single file from Bun", command: [`${ROOT}/dist-agent/podkey-bun`] },
  { name: "single file from Node", command: [`${ROOT}/dist-agent/podkey-node`] },
  { name: "dist/cli.js on Node 24", command: [`${BIN}/node/bin/node`, CLI] },
  { name: "dist/cli.js on Node 26", command: [`${BIN}/node26/bin/node`, CLI] },
  { name: "dist/cli.js on Bun", command: [`${BIN}/.bin/bun`, CLI] },
];

// Starts each agent 20 times, in turns, and measures when it answers and when a pod gets its first credentials.
const emulator = createEmulator({ clusters: ["demo"] });
const { credentials } = emulator;
const pod = { clusterName: "demo", namespace: "shop", serviceAccount: "checkout" };
const client = createClient({ region: "us-west-2", credentials, ports: { fetch: emulator.fetch } });
await createPodIdentityAssociation(client, { ...pod, roleArn: "arn:aws:iam::111122223333:role/checkout" });
const aws = await serve(emulator.fetch);
const settings = { endpoint: aws.url, credentials, token: await emulator.issueToken(pod) };
const starts = new Map<string, AgentStart[]>(CONTENDERS.map(({ name }) => [name, []]));
try {
  for (const { name, command } of CONTENDERS) {
    print([await finding(name, () => checkOnce(command))]);
  }
  for (let repeat = 0; repeat < REPEATS && process.exitCode !== 1; repeat += 1) {
    for (const { name, command } of CONTENDERS) starts.get(name)?.push(await startAgent(command, settings));
  }
} finally {
  await aws.close();
}
for (const { name } of CONTENDERS) process.stdout.write(`${summary(name, starts.get(name) ?? [])}\n`);

async function checkOnce(command: readonly string[]): Promise<string> {
  const missing = command.filter((file) => !existsSync(file));
  if (missing.length > 0) throw new Error(`${missing.join(", ")} is missing: run npm run build:agent`);
  await startAgent(command, settings);
  return `gives credentials, ${(statSync(command[0] ?? "").size / 1e6).toFixed(1)} MB of executable`;
}

function summary(name: string, all: readonly AgentStart[]): string {
  const column = (pick: (start: AgentStart) => number): string => {
    const sorted = all.map(pick).toSorted((a, b) => a - b);
    const [min = NaN, median = NaN] = [sorted[0], sorted[Math.floor(sorted.length / 2)]];
    return `${median.toFixed(0).padStart(5)} (${min.toFixed(0)})`;
  };
  const columns = [
    `ready after ms ${column(({ readyMs }) => readyMs)}`,
    `first answer after ms ${column(({ answeredMs }) => answeredMs)}`,
    `memory then MB ${column(({ residentMb }) => residentMb)}`,
  ];
  return `${name.padEnd(24)} ${columns.join("   ")}`;
}
