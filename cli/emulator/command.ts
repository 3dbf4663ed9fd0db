import { once } from "node:events";
import process from "node:process";
import type { Command } from "commander";
import type { Server } from "../../runtimes/shared/server/server.ts";
import { createEmulator, type Emulator } from "../../src/emulator/create-emulator.ts";
import { MAX_PORT, regionName, roleArn, wholeNumber } from "../io/arguments.ts";
import { listeningError, serveHere } from "../io/serve-here.ts";
import { type EmulatorOutput, printJson, printWelcome } from "./output.ts";
import { type EmulatedPod, startPod } from "./pod.ts";
import {
  endpointVariables,
  NO_FILES,
  VARIABLES_TO_UNSET,
  VARIABLES_TO_UNSET_FOR_AGENT,
} from "./variables.ts";

interface EmulatorCommandOptions {
  readonly port: number;
  readonly host: string;
  readonly region: string;
  readonly cluster: [string, ...string[]];
  readonly consistencyDelayMs: number;
  readonly agent?: true;
  readonly agentPort: number;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly roleArn: string;
  readonly tokenExpirationSeconds: number;
  readonly json?: true;
}

const DEFAULT_PORT = 4566;
const DEFAULT_ROLE_ARN = "arn:aws:iam::111122223333:role/pod";

/** The flags that describe the pod of `--agent`. */
const POD_FLAGS = ["agentPort", "roleArn", "namespace", "serviceAccount", "tokenExpirationSeconds"];

const EXAMPLES = `
Examples:
  $ podkey emulator                       # prints variables; run them in another terminal
  $ podkey emulator --agent               # the same, and AWS SDKs in that terminal are a pod
  $ aws eks list-pod-identity-associations --cluster-name demo
  $ kubectl --server http://127.0.0.1:${DEFAULT_PORT} create --raw \\
      /k8s/demo/api/v1/namespaces/shop/serviceaccounts/checkout/token -f token-request.json
`;

/** Adds `podkey emulator`: an emulated AWS for any SDK on this machine. */
export function addEmulatorCommand(program: Command): void {
  const anyNumber = wholeNumber(Number.MAX_SAFE_INTEGER);
  const command = program
    .command("emulator")
    .summary("serve an emulated EKS, EKS Auth, STS and Kubernetes API to any AWS SDK")
    .description(
      "Serves EKS (pod identity associations, tags, DescribeCluster), EKS Auth, STS, the clusters' OIDC issuers and " +
        "Kubernetes TokenRequest on one port, and prints the variables that point an AWS SDK at it. Requests to other " +
        "services get status 501. All state is in memory and lost at exit.",
    )
    .option(
      "-p, --port <port>",
      "the port to listen on; 0 means a free one",
      wholeNumber(MAX_PORT),
      DEFAULT_PORT,
    )
    .option("--host <address>", "the address to listen on", "127.0.0.1")
    .option(
      "--region <region>",
      "the emulated region; it also decides the partition",
      regionName,
      "us-west-2",
    )
    .option("--cluster <name...>", "the names of the emulated clusters", ["demo"])
    .option(
      "--consistency-delay-ms <ms>",
      "how long a change of an association takes to reach EKS Auth",
      anyNumber,
      0,
    );
  addPodOptions(command);
  command
    .option("--json", "print one line of JSON: url, port, env and unset")
    .addHelpText("after", EXAMPLES)
    .action((options: EmulatorCommandOptions) => {
      if (!options.agent) refusePodFlags(command);
      return runEmulator(options);
    });
}

function addPodOptions(command: Command): void {
  command
    .option("--agent", "also run the Pod Identity Agent, and print variables that make an AWS SDK a pod")
    .option(
      "--agent-port <port>",
      "with --agent: the port of the agent; 0 means a free one",
      wholeNumber(MAX_PORT),
      0,
    )
    .option("--role-arn <arn>", "with --agent: the role of the pod", roleArn, DEFAULT_ROLE_ARN)
    .option("--namespace <name>", "with --agent: the namespace of the pod in the first cluster", "default")
    .option("--service-account <name>", "with --agent: the service account of the pod", "default")
    .option(
      "--token-expiration-seconds <s>",
      "with --agent: the lifetime of a token; it is rotated when 80 % have passed",
      wholeNumber(86_400, 1),
      600,
    );
}

/** Ends the command if a flag would have no effect, because the user expects the pod that it describes. */
function refusePodFlags(command: Command): void {
  const flag = POD_FLAGS.find((name) => command.getOptionValueSource(name) === "cli");
  const option = command.options.find((candidate) => candidate.attributeName() === flag);
  if (option) command.error(`error: ${option.long} has no effect without --agent: add --agent`);
}

async function runEmulator(options: EmulatorCommandOptions): Promise<void> {
  const { port, host, region, cluster, consistencyDelayMs, json, agent } = options;
  const emulator = createEmulator({ region, clusters: cluster, consistencyDelayMs });
  const server = await serveHere(emulator.fetch, { port, hostname: host }).catch((cause: unknown) => {
    throw listeningError(`${host}:${port}`, cause, "choose another with --port");
  });
  const ended = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  emulator.setPublicUrl(server.url);
  try {
    const pod = agent && (await startPod(emulator, { ...options, clusterName: cluster[0] }));
    const output = outputOf(emulator, server, region, pod);
    if (json) printJson(output);
    else printWelcome(output, cluster);
    await ended;
    await pod?.close();
  } finally {
    await server.close();
  }
}

function outputOf(
  { credentials }: Emulator,
  { url, port }: Server,
  region: string,
  pod: EmulatedPod | undefined,
): EmulatorOutput {
  const endpoints = endpointVariables(url, region);
  const administrator = {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  };
  if (!pod) return { url, port, env: { ...endpoints, ...administrator }, unset: VARIABLES_TO_UNSET };
  const env = { ...endpoints, ...NO_FILES, ...pod.env };
  const unset = [...VARIABLES_TO_UNSET_FOR_AGENT, ...VARIABLES_TO_UNSET];
  return { url, port, env, unset, agent: { url: pod.agentUrl, tokenFile: pod.tokenFile }, administrator };
}
