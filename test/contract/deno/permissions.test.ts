import { describe, expect, it } from "vitest";
import { ROOT, RUNTIME_COMMANDS } from "../processes/runtime-commands.ts";
import { linesOf } from "../processes/spawn-process.ts";
import type { DeniedResult } from "../processes/use-without-permissions.ts";

const PROGRAM = `${ROOT}test/contract/processes/use-without-permissions.ts`;

/** Retries would take seconds. */
const AT_ONCE_MS = 1000;

/** Runs the sources with one permission alone. Without any, Deno would give the child process all of its own. */
async function resultsWith(permission: string): Promise<Record<string, DeniedResult>> {
  const flags = RUNTIME_COMMANDS.deno.slice(1).filter((flag) => flag !== "--allow-all");
  const [line = ""] = await linesOf([...flags, "--no-prompt", permission, PROGRAM]);
  return JSON.parse(line) as Record<string, DeniedResult>;
}

function settingsOf(results: Record<string, DeniedResult>): Record<string, string> {
  return Object.fromEntries(Object.entries(results).map(([name, { setting }]) => [name, setting]));
}

describe("on Deno without permissions", () => {
  it("each source names the flag of the first variable, file or host that it needs", async () => {
    const results = await resultsWith("--allow-env=ANOTHER");

    expect(settingsOf(results)).toEqual({
      fromEnv: "--allow-env=AWS_ACCESS_KEY_ID",
      "fromWebToken, file": "--allow-read=/nonexistent/token",
      "fromWebToken, exchange": "--allow-env=AWS_ROLE_SESSION_NAME",
      "fromContainer, IPv4": "--allow-net=169.254.170.23:80",
      "fromContainer, IPv6": "--allow-net=[fd00:ec2::23]:80",
      fromInstanceMetadata: "--allow-env=AWS_EC2_METADATA_DISABLED",
      "fetch of a session": expect.stringMatching(/^--allow-env=AWS_\w+$/),
    });
    for (const { code, setting, message } of Object.values(results)) {
      expect(code).toBe("CONFIGURATION");
      expect(message).toContain(`run the program with ${setting}`);
    }
  });

  it("each source names the flag of its host at once if variables may be read", async () => {
    const results = await resultsWith("--allow-env=AWS_*");

    expect(settingsOf(results)).toEqual({
      fromEnv: "",
      "fromWebToken, file": "--allow-read=/nonexistent/token",
      "fromWebToken, exchange": "--allow-net=sts.us-west-2.amazonaws.com:443",
      "fromContainer, IPv4": "--allow-net=169.254.170.23:80",
      "fromContainer, IPv6": "--allow-net=[fd00:ec2::23]:80",
      fromInstanceMetadata: "--allow-net=169.254.169.254:80",
      "fetch of a session": "--allow-net=sts.us-west-2.amazonaws.com:443",
    });
    for (const { tookMs } of Object.values(results)) expect(tookMs).toBeLessThan(AT_ONCE_MS);
  });
});
