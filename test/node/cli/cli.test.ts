import process from "node:process";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import {
  endProcess,
  type FinishedCommand,
  firstLines,
  plainEnvironment,
  runCommand,
  runPodkey,
  spawnPodkey,
  startEmulatorProcess,
} from "./podkey-process.ts";

const ESCAPE = "\u001b";
const TIMEOUT_MS = 30_000;
const SESSION_PROGRAM = fileURLToPath(new URL("session-program.ts", import.meta.url));

describe("podkey demo", () => {
  let demo: FinishedCommand;

  beforeAll(async () => {
    demo = await runPodkey(["demo"]);
  }, TIMEOUT_MS);

  it("prints every step with its number, and exits with 0", () => {
    const { exitCode, stdout, stderr } = demo;
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    const numbers = [...stdout.matchAll(/^✔ +(\d+) /gm)].map(([, number]) => Number(number));
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => index + 1));
    expect(numbers.length).toBeGreaterThanOrEqual(10);
    expect(stdout).toContain(`All ${numbers.length} steps checked.`);
    expect(stdout).not.toContain("✖");
  });

  it("prints no complete secret", () => {
    const withoutUrls = demo.stdout.replaceAll(/https?:\S+/g, "");
    expect(demo.stdout).not.toContain("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    expect(withoutUrls).not.toMatch(/[A-Za-z0-9+/=]{40}/);
    expect(demo.stdout).not.toMatch(/eyJ[\w-]{8}/);
    expect(demo.stdout).not.toMatch(/X-Amz-(Signature|Security-Token)/);
  });

  it("prints no colour into a pipe", () => {
    expect(demo.stdout).not.toContain(ESCAPE);
  });
});

describe("podkey emulator", { timeout: TIMEOUT_MS }, () => {
  it("prints one line of JSON with url, port and variables, and exits with 0 at SIGTERM", async () => {
    const emulator = await startEmulatorProcess();
    expect(emulator.url).toBe(`http://127.0.0.1:${emulator.port}`);
    expect(emulator.env).toEqual({
      AWS_ENDPOINT_URL: emulator.url,
      AWS_ENDPOINT_URL_EKS: emulator.url,
      AWS_ENDPOINT_URL_EKS_AUTH: emulator.url,
      AWS_ENDPOINT_URL_STS: emulator.url,
      AWS_REGION: "us-west-2",
      AWS_DEFAULT_REGION: "us-west-2",
      AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
      AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    });
    const keys = await fetch(`${emulator.url}/k8s/demo/openid/v1/jwks`);
    expect(keys.status).toBe(200);
    expect(await emulator.stop("SIGTERM")).toBe(0);
  });

  it("exits with 0 at Ctrl-C", async () => {
    const emulator = await startEmulatorProcess();
    expect(await emulator.stop("SIGINT")).toBe(0);
  });

  it("has the clusters and the region of its options", async () => {
    const emulator = await startEmulatorProcess(["--region", "eu-west-1", "--cluster", "one", "two"]);
    expect(emulator.env["AWS_REGION"]).toBe("eu-west-1");
    const statusOf = async (name: string) =>
      (await fetch(`${emulator.url}/k8s/${name}/openid/v1/jwks`)).status;
    expect(await Promise.all(["one", "two", "demo"].map(statusOf))).toEqual([200, 200, 404]);
    await emulator.stop();
  });

  it("names the port that is in use, says what to do, and exits with 1", async () => {
    const first = await startEmulatorProcess();
    const { exitCode, stdout, stderr } = await runPodkey(["emulator", "--port", String(first.port)]);
    await first.stop();
    expect(exitCode).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toBe(
      `podkey: cannot listen on 127.0.0.1:${first.port}: EADDRINUSE; choose another with --port\n`,
    );
  });

  it.each(["70000", "-1", "http", "1.5", ""])("refuses the port %j and exits with 1", async (port) => {
    const { exitCode, stderr } = await runPodkey(["emulator", `--port=${port}`]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("It must be a whole number from 0 to 65535.");
  });

  it.each([
    [["--region", "us west 2"], "It must be the name of a region, for example us-west-2."],
    [
      ["--agent", "--role-arn", "foo"],
      "It must be the ARN of an IAM role, for example arn:aws:iam::111122223333:role/pod.",
    ],
  ])("refuses %j and exits with 1", async (args, problem) => {
    const { exitCode, stdout, stderr } = await runPodkey(["emulator", "--port", "0", ...args]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain(problem);
  });

  it("refuses an invalid cluster name without a stack trace", async () => {
    const { exitCode, stderr } = await runPodkey(["emulator", "--port", "0", "--cluster", "../x"]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^podkey: .*not a cluster name\n$/);
  });
});

describe("podkey emulator in a pipe", { timeout: TIMEOUT_MS }, () => {
  it("prints only shell code, which sh can evaluate", async () => {
    const emulator = spawnPodkey(["emulator", "--port", "0"]);
    const [unset = "", ...lines] = await firstLines(emulator, 9);
    const script = 'eval "$1"; printf "%s\\n" "$AWS_ENDPOINT_URL_EKS_AUTH" "$AWS_SECRET_ACCESS_KEY"';
    const code = [unset, ...lines].join("\n");
    const { exitCode, stdout, stderr } = await runCommand("sh", ["-c", script, "sh", code]);
    await endProcess(emulator);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(unset).toMatch(/^unset AWS_SESSION_TOKEN( AWS_[A-Z_]+)+$/);
    expect(lines.every((line) => /^export AWS_[A-Z_]+=[\w:/.-]+$/.test(line))).toBe(true);
    expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\nwJalrXUtnFEMI\/K7MDENG\/bPxRfiCYEXAMPLEKEY\n$/);
  });

  it("unsets what would win over its variables, so that a session's requests reach the emulator", async () => {
    const emulator = spawnPodkey(["emulator", "--port", "0"]);
    const lines = await firstLines(emulator, 9);
    const env = plainEnvironment({
      AWS_SESSION_TOKEN: "stale",
      AWS_CREDENTIAL_EXPIRATION: "2020-01-01T00:00:00Z",
      AWS_PROFILE: "production",
      AWS_WEB_IDENTITY_TOKEN_FILE: "/nowhere",
      AWS_USE_FIPS_ENDPOINT: "true",
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true",
    });
    const script = 'eval "$1"; exec "$2" "$3"';
    const args = ["-c", script, "sh", lines.join("\n"), process.execPath, SESSION_PROGRAM];
    const { stdout, stderr } = await runCommand("sh", args, env);
    await endProcess(emulator);
    expect(stderr).toBe("");
    const { arn, presigned, dynamodb } = JSON.parse(stdout) as Record<string, string | number>;
    expect(arn).toBe("arn:aws:iam::111122223333:user/podkey");
    for (const answer of [presigned, dynamodb])
      expect(answer).toMatch(/^501 .*The emulator has no handler for the service/s);
  });
});

describe("podkey", { timeout: TIMEOUT_MS }, () => {
  it("prints help with --help and exits with 0", async () => {
    const { exitCode, stdout } = await runPodkey(["--help"]);
    expect(exitCode).toBe(0);
    for (const text of ["Usage: podkey", "demo", "emulator", "Examples:"]) expect(stdout).toContain(text);
  });

  it("prints every option of the emulator with its default", async () => {
    const { exitCode, stdout } = await runPodkey(["emulator", "--help"]);
    expect(exitCode).toBe(0);
    const options = ["--port", "--host", "--region", "--cluster", "--consistency-delay-ms", "--json"];
    for (const option of options) expect(stdout).toContain(option);
    expect(stdout).toContain("4566");
  });

  it.each([
    [["emulator", "--prot", "1"], "unknown option '--prot'"],
    [["demo", "--fast"], "unknown option '--fast'"],
    [["emulate"], "unknown command 'emulate'"],
    [["constructor"], "unknown command 'constructor'"],
  ])("refuses %j on standard error, mentions --help and exits with 1", async (args, problem) => {
    const { exitCode, stdout, stderr } = await runPodkey(args);
    expect(exitCode).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toContain(problem);
    expect(stderr).toContain("--help");
  });
});
