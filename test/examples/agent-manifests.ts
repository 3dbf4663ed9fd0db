import { existsSync, readdirSync, readFileSync } from "node:fs";
import { serve } from "../../runtimes/node/serve.ts";
import { ROOT } from "../../tools/manifest.ts";
import { plainEnvironment, runCommand, runPodkey } from "../node/cli/podkey-process.ts";
import { type Finding, finding } from "../package/report.ts";
import { checkAddresses } from "./agent-addresses.ts";
import { answerDiscovery } from "./kubernetes-discovery.ts";
import { type Container, faultsOf, type KubernetesObject } from "./manifest-faults.ts";

const KUBECTL = "/usr/bin/kubectl";

/** Checks that kubectl accepts the agent's manifests, that their references resolve, and that the agent knows their flags and variables. */
export async function checkAgentManifests(folder: string): Promise<Finding[]> {
  if (!existsSync(KUBECTL)) {
    return [{ subject: "agent", held: `manifests NOT RUN: there is no kubectl at ${KUBECTL}`, faults: [] }];
  }
  const cluster = await serve(answerDiscovery);
  try {
    const { stdout: help } = await runPodkey(["agent", "--help"]);
    const findings: Finding[] = [];
    for (const name of readdirSync(folder).filter((file) => file.endsWith(".yaml"))) {
      findings.push(
        await finding("agent", async () =>
          checkManifest(name, await dryRun(`${folder}/${name}`, cluster.url), help),
        ),
      );
    }
    const daemonSet = `${folder}/daemonset.yaml`;
    findings.push(await finding("agent", async () => checkAddresses(await dryRun(daemonSet, cluster.url))));
    return findings;
  } finally {
    await cluster.close();
  }
}

function checkManifest(name: string, objects: readonly KubernetesObject[], help: string): string {
  const faults = objects.flatMap((object) => [...faultsOf(object), ...unknownOf(object, help)]);
  if (faults.length > 0) throw new Error(`${name}: ${faults.join("; ")}`);
  return `kubectl --dry-run=client accepts ${name}: ${objects.map(({ kind }) => kind).join(", ")}`;
}

/** Lets kubectl parse a manifest. It checks no field, because the schemas come from an API server and there is none. */
async function dryRun(path: string, server: string): Promise<KubernetesObject[]> {
  const args = [
    "apply",
    "--dry-run=client",
    "--validate=false",
    "-f",
    path,
    "-o",
    "json",
    "--server",
    server,
  ];
  const { exitCode, stdout, stderr } = await runCommand(
    KUBECTL,
    args,
    plainEnvironment({ HOME: "/nonexistent" }),
  );
  if (exitCode !== 0) throw new Error(`${path}: ${stderr}`);
  const result = JSON.parse(stdout) as KubernetesObject & { items?: KubernetesObject[] };
  return result.items ?? [result];
}

function unknownOf({ spec }: KubernetesObject, help: string): string[] {
  const pod = spec?.template?.spec ?? spec;
  const containers: readonly Container[] = [...(pod?.initContainers ?? []), ...(pod?.containers ?? [])];
  const program = readFileSync(`${ROOT}/examples/agent/self-hosted.ts`, "utf8");
  return containers
    .filter(({ name }) => name === "agent")
    .flatMap(({ args: [command, ...flags] = [], env = [] }) => {
      if (command === "agent") {
        const names = flags.map((flag) => flag.replace(/=.*/, ""));
        return names
          .filter((flag) => !help.includes(`${flag} `))
          .map((flag) => `podkey agent has no ${flag}`);
      }
      return env
        .filter(({ name }) => !name.startsWith("AWS_") && !program.includes(`env("${name}")`))
        .map(({ name }) => `self-hosted.ts does not read ${name}`);
    });
}
