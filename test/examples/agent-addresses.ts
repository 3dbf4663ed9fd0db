import { getuid } from "node:process";
import { plainEnvironment, runCommand } from "../node/cli/podkey-process.ts";
import type { KubernetesObject } from "./manifest-faults.ts";

/**
 * Runs the script of the init container twice in a new network namespace, and once more without IPv6. Where the kernel has no
 * dummy interfaces, uses `ifb` interfaces instead.
 */
export async function checkAddresses(objects: readonly KubernetesObject[]): Promise<string> {
  if (getuid?.() !== 0) return "addresses NOT RUN: a network namespace needs root";
  const script = scriptOf(objects);
  const kind = (await hasDummies()) ? "dummy" : "ifb";
  const once = 'sh -euc "$SCRIPT"';
  const steps = [once, once, "ip -brief address show pod-id-link0", "ip link del pod-id-link0"];
  const withoutIpv6 = ["sysctl -qw net.ipv6.conf.all.disable_ipv6=1", ...steps.slice(1)];
  const both = await inNetwork(steps, script.replace("type dummy", `type ${kind}`));
  const ipv4 = await inNetwork(withoutIpv6, script.replace("type dummy", `type ${kind}`));
  if (!both.includes("169.254.170.23/32") || !both.includes("fd00:ec2::23/128")) throw new Error(both);
  if (!ipv4.includes("169.254.170.23/32") || ipv4.includes("fd00:")) throw new Error(ipv4);
  return `the init container adds both addresses, also when it runs again, and only the IPv4 address without IPv6 (${kind})`;
}

function scriptOf(objects: readonly KubernetesObject[]): string {
  const pod = objects.find(({ kind }) => kind === "DaemonSet")?.spec?.template?.spec;
  const script = pod?.initContainers?.find(({ name }) => name === "add-addresses")?.args?.[0];
  if (script === undefined)
    throw new Error("the DaemonSet has no init container add-addresses with a script");
  return script;
}

async function hasDummies(): Promise<boolean> {
  const { exitCode } = await runCommand("unshare", [
    "--net",
    "ip",
    "link",
    "add",
    "name",
    "any",
    "type",
    "dummy",
  ]);
  return exitCode === 0;
}

async function inNetwork(steps: readonly string[], script: string): Promise<string> {
  const args = ["--net", "sh", "-euc", steps.join("\n")];
  const { exitCode, stdout, stderr } = await runCommand(
    "unshare",
    args,
    plainEnvironment({ SCRIPT: script }),
  );
  if (exitCode !== 0) throw new Error(`${stdout}${stderr}`);
  return stdout;
}
