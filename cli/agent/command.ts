import { type Command, Option } from "commander";
import {
  clusterName,
  goDuration,
  httpUrl,
  MAX_PORT,
  portOrOff,
  positiveNumber,
  regionName,
  wholeNumber,
} from "../io/arguments.ts";
import { type LogLevel, logLevel } from "./log.ts";
import { type AgentCommandOptions, runAgent } from "./run-agent.ts";

const EXAMPLES = `
The agent's own credentials come from the first source that is configured: environment, shared credentials file, web
identity token, container endpoint, instance metadata. They need the permission eks-auth:AssumeRoleForPodIdentity, which the
role of an EKS node has.

Examples:
  $ podkey agent --cluster-name demo --region us-west-2            # on a node, instead of the EKS Pod Identity Agent
  $ podkey agent -c demo --region us-west-2 -b 127.0.0.1 -p 8080   # on any machine, on any port
  $ AWS_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1:8080/v1/credentials \\
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=token aws sts get-caller-identity
`;

const CLUSTER_NAME = "-c, --cluster-name <name>";

/** Adds the command `podkey agent`, which takes the flags of the EKS Pod Identity Agent and more, and passes them to `run`. */
export function addAgentCommand(program: Command, run: typeof runAgent = runAgent): void {
  const command = program
    .command("agent")
    .summary("give pods credentials, as the EKS Pod Identity Agent does")
    .description(
      "Answers GET /v1/credentials as the EKS Pod Identity Agent does: any AWS SDK gets credentials for its pod's " +
        "service-account token. Takes the same flags. Writes a log of JSON lines, without secrets.",
    )
    .option(CLUSTER_NAME, "the EKS cluster whose tokens the agent exchanges; required", clusterName);
  addListenerOptions(command);
  addExchangeOptions(command);
  addIssuerOptions(command);
  command
    .option(
      "-v, --log-level <level>",
      "error, warn, info or debug; panic and trace mean error and debug",
      logLevel,
    )
    .option("--quiet", "log errors only; the same as --log-level error")
    .addHelpText("after", EXAMPLES)
    .action((options: AgentCommandOptions & { readonly quiet?: true; readonly logLevel?: LogLevel }) => {
      // Checked here, because commander would name a missing option before a misspelt one.
      if (!options.clusterName) command.error(`error: required option '${CLUSTER_NAME}' not specified`);
      const level = options.logLevel ?? (options.quiet ? "error" : "info");
      return run(options, level);
    });
}

function addListenerOptions(command: Command): void {
  command
    .option("-p, --port <port>", "the port for credentials; 0 picks a free port", wholeNumber(MAX_PORT), 80)
    .option(
      "-b, --bind-hosts <address...>",
      "the addresses to listen on (default: 169.254.170.23 and [fd00:ec2::23]; one of them suffices)",
    )
    .option("--unix <path>", "listen on this unix socket, and on addresses only if --bind-hosts names some")
    .option("--allow-any-host", "accept any Host header, for example behind a tunnel or a Service")
    .option("--probe-port <port>", "the port of /healthz and /readyz on 127.0.0.1, or off", portOrOff, 2703)
    .option(
      "--metrics-address <address>",
      "the address of /metrics, which serves the probes too",
      "127.0.0.1",
    )
    .option("--metrics-port <port>", "the port of /metrics, or off", portOrOff, 2705);
}

function addExchangeOptions(command: Command): void {
  command
    .option(
      "--region <region>",
      "the cluster's region (default: AWS_REGION, AWS_DEFAULT_REGION, or that of this EC2 instance)",
      regionName,
    )
    .option("--endpoint <url>", "the endpoint of EKS Auth (default: AWS's)", httpUrl)
    .option("--allow-tokens-over-http", "send tokens over plain HTTP to an endpoint that is not on loopback")
    .option("--rotate-credentials", "take the agent's own credentials from the shared credentials file only")
    .addOption(
      new Option(
        "--max-credential-retention-before-renewal <duration>",
        "renew credentials older than this; 0 caches none",
      )
        .argParser(goDuration)
        .default(10_800_000, "3h"),
    )
    .option(
      "--max-cache-size <n>",
      "how many pods' credentials are cached; 0 caches none",
      wholeNumber(1_000_000),
      2000,
    )
    .option("--max-service-qps <n>", "exchanges per second", positiveNumber, 3)
    .option("--max-service-burst <n>", "exchanges at once after a quiet time", positiveNumber, 100);
}

function addIssuerOptions(command: Command): void {
  command
    .option("--verify-tokens", "verify tokens here; EKS names their issuer (DescribeCluster)")
    .option("--token-issuer <url>", "verify tokens here, with the keys of this issuer", httpUrl)
    .option(
      "--jwks-url <url>",
      "the URL of the issuer's keys (default: its discovery document names it)",
      httpUrl,
    )
    .option(
      "--issuer-token-file <path>",
      "send the bearer token in this file to the issuer, for example to an API server",
    )
    .option(
      "--issuer-ca-file <path>",
      "trust the CA certificates in this file for the issuer, instead of the system's",
    )
    .option("--allow-http-issuer", "fetch the issuer's keys over plain HTTP from hosts other than loopback");
}
