import { once } from "node:events";
import process, { stdout } from "node:process";
import { type Command, InvalidArgumentError } from "commander";
import { createEmulator, type Emulator } from "../../../src/emulator/create-emulator.ts";
import type { Server } from "../../server.ts";
import { serve } from "../serve.ts";
import { print, style } from "./terminal.ts";

interface EmulatorCommandOptions {
  readonly port: number;
  readonly host: string;
  readonly region: string;
  readonly cluster: string[];
  readonly consistencyDelayMs: number;
  readonly json?: true;
}

const DEFAULT_PORT = 4566;
const MAX_PORT = 65_535;

/** Adds `podkey emulator`: a fake AWS for any SDK on this machine. */
export function addEmulatorCommand(program: Command): void {
  program
    .command("emulator")
    .summary("serve EKS, EKS Auth, STS and the clusters' APIs to any AWS SDK")
    .description(
      "Serves EKS (pod identity associations, tags, DescribeCluster), EKS Auth, STS, the clusters' OIDC issuers and " +
        "Kubernetes TokenRequest on one port, and prints the variables that point an AWS SDK at it. State is in " +
        "memory: it ends with the process.",
    )
    .option(
      "-p, --port <port>",
      "the port to listen on; 0 takes a free one",
      wholeNumber(MAX_PORT),
      DEFAULT_PORT,
    )
    .option("--host <address>", "the address to listen on", "127.0.0.1")
    .option("--region <region>", "the region to be", "us-west-2")
    .option("--cluster <name...>", "the clusters that exist", ["demo"])
    .option(
      "--consistency-delay-ms <ms>",
      "how long a change to an association takes to reach EKS Auth",
      wholeNumber(Number.MAX_SAFE_INTEGER),
      0,
    )
    .option("--json", "print one line of JSON: url, port and env")
    .addHelpText(
      "after",
      `
Examples:
  $ podkey emulator                                   # then paste the variables into another terminal
  $ aws eks list-pod-identity-associations --cluster-name demo
  $ kubectl --server http://127.0.0.1:${DEFAULT_PORT} create --raw \\
      /k8s/demo/api/v1/namespaces/shop/serviceaccounts/checkout/token -f token-request.json
`,
    )
    .action(runEmulator);
}

async function runEmulator(options: EmulatorCommandOptions): Promise<void> {
  const { port, host, region, cluster, consistencyDelayMs, json } = options;
  const emulator = createEmulator({ region, clusters: cluster, consistencyDelayMs });
  const server = await serve(emulator.fetch, { port, hostname: host }).catch((cause: unknown) => {
    throw new Error(`cannot listen on ${host}:${port}: ${reasonOf(cause)}; choose another with --port`, {
      cause,
    });
  });
  const ended = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  emulator.setPublicUrl(server.url);
  const env = environmentOf(emulator, server, region);
  if (json) print(JSON.stringify({ url: server.url, port: server.port, env }));
  else printWelcome(server, cluster, env);
  await ended;
  await server.close();
}

function environmentOf(emulator: Emulator, { url }: Server, region: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_EKS: url,
    AWS_ENDPOINT_URL_EKS_AUTH: url,
    AWS_ENDPOINT_URL_STS: url,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: emulator.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: emulator.credentials.secretAccessKey,
  };
}

/** In a pipe the output is shell code alone, for `eval`. */
function printWelcome({ url }: Server, clusters: readonly string[], env: Record<string, string>): void {
  const exports = Object.entries(env).map(([name, value]) => `export ${name}=${value}`);
  if (!stdout.isTTY) {
    print(exports.join("\n"));
    return;
  }
  print(
    style(
      "bold",
      `A fake AWS at ${url}, with the cluster${clusters.length > 1 ? "s" : ""} ${clusters.join(", ")}`,
    ),
  );
  print(style("dim", "To point any AWS SDK or CLI of another terminal at it:"));
  print();
  for (const line of exports) print(`  ${style("cyan", line)}`);
  print();
  print(style("dim", "These keys are AWS's documentation values and open nothing else. Ctrl-C ends it."));
}

function wholeNumber(max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from 0 to ${max}.`);
  };
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
}
