import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { nodePorts } from "../../../runtimes/node/ports.ts";
import { fromContainer } from "../../../src/credentials/providers/container/from-container.ts";
import { createClient } from "../../../src/http/client.ts";
import { getCallerIdentity } from "../../../src/sts/caller-identity.ts";
import { POD_FLAGS } from "./emulator-command.ts";
import {
  endProcess,
  firstLines,
  plainEnvironment,
  runCommand,
  runPodkey,
  spawnPodkey,
} from "./podkey-process.ts";

const TIMEOUT_MS = 30_000;
const KEYS = /AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY)/;

/** The line of JSON of `podkey emulator --agent`. */
interface AgentOutput {
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  readonly unset: readonly string[];
  readonly agent: { readonly url: string; readonly tokenFile: string };
  readonly administrator: Readonly<Record<string, string>>;
}

async function startEmulator(args: readonly string[] = []) {
  const child = spawnPodkey(["emulator", "--port", "0", "--agent", "--json", ...args]);
  const [line = ""] = await firstLines(child, 1);
  const output = JSON.parse(line) as AgentOutput;
  const ports = { ...nodePorts(), env: (name: string) => output.env[name] };
  return { ...output, ports, stop: (signal?: NodeJS.Signals) => endProcess(child, signal) };
}

describe("podkey emulator --agent", { timeout: TIMEOUT_MS }, () => {
  it("makes a program on this machine a pod with an association, without any keys", async () => {
    const { ports, env, unset, administrator, stop } = await startEmulator();
    const client = createClient({ credentials: fromContainer({ ports }), ports });
    const { arn } = await getCallerIdentity(client);
    expect(arn).toMatch(/^arn:aws:sts::111122223333:assumed-role\/pod\/eks-demo-default-0-/);
    expect(Object.keys(env).filter((name) => KEYS.test(name))).toEqual([]);
    expect(unset).toEqual(expect.arrayContaining(Object.keys(administrator)));
    expect(await stop()).toBe(0);
  });

  it("uses the cluster, namespace, service account and role of its flags", async () => {
    const pod = "--role-arn arn:aws:iam::111122223333:role/checkout --namespace shop --service-account cart";
    const { ports, stop } = await startEmulator([...pod.split(" "), "--cluster", "one", "two"]);
    const client = createClient({ credentials: fromContainer({ ports }), ports });
    expect((await getCallerIdentity(client)).arn).toContain(":assumed-role/checkout/eks-one-cart-0-");
    await stop();
  });

  it("keeps the token in a file that only this user can read, and removes it at the end", async () => {
    const { agent, stop } = await startEmulator();
    const folder = dirname(agent.tokenFile);
    expect((await stat(agent.tokenFile)).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(await stop("SIGINT")).toBe(0);
    await expect(stat(folder)).rejects.toThrow("ENOENT");
  });

  it("rotates the token, and the agent accepts each new one", async () => {
    const { agent, ports, stop } = await startEmulator(["--token-expiration-seconds", "1"]);
    const first = await readFile(agent.tokenFile, "utf8");
    await expect.poll(() => readFile(agent.tokenFile, "utf8"), { timeout: 10_000 }).not.toBe(first);
    expect(await fromContainer({ ports })()).toMatchObject({ accountId: "111122223333" });
    await stop();
  });

  it("prints shell code that unsets the variables which take precedence over the agent", async () => {
    const emulator = spawnPodkey(["emulator", "--port", "0", "--agent"]);
    const lines = await firstLines(emulator, 11);
    const [first = ""] = lines;
    expect(first).toMatch(/^unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY /);
    expect(lines.slice(1).every((line) => /^export AWS_[A-Z_]+=[\w:/.-]+$/.test(line))).toBe(true);
    const script =
      'AWS_ACCESS_KEY_ID=old; eval "$1"; echo "$AWS_ACCESS_KEY_ID,$AWS_CONTAINER_CREDENTIALS_FULL_URI"';
    const { stdout } = await runCommand("sh", ["-c", script, "sh", lines.join("\n")]);
    expect(stdout).toMatch(/^,http:\/\/127\.0\.0\.1:\d+\/v1\/credentials\n$/);
    await endProcess(emulator);
  });

  it.each([
    [["--role-arn", "nobody"], "It must be the ARN of an IAM role"],
    [["--namespace", "Not_A_Namespace"], "namespace must be a Kubernetes namespace"],
    [["--token-expiration-seconds", "0"], "It must be a whole number from 1 to 86400."],
  ])("refuses %j, and leaves no file behind", async (args, problem) => {
    const folder = await mkdtemp(join(tmpdir(), "podkey-test-"));
    const env = plainEnvironment({ TMPDIR: folder });
    const { exitCode, stdout, stderr } = await runPodkey(
      ["emulator", "--port", "0", "--agent", ...args],
      env,
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain(problem);
    expect(await readdir(folder)).toEqual([]);
    await rm(folder, { recursive: true });
  });
});

describe("podkey emulator without --agent", { timeout: TIMEOUT_MS }, () => {
  it.each(POD_FLAGS)("refuses %s, which describes the pod of --agent", async (flag, value) => {
    const { exitCode, stdout, stderr } = await runPodkey(["emulator", "--port", "0", flag, value]);

    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain(`error: ${flag} has no effect without --agent: add --agent\n`);
  });
});
