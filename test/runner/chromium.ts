import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import process from "node:process";

/** The path of Debian's package. */
export const CHROMIUM = "/usr/bin/chromium";

/** Installs Debian's Chromium unless it is there. Throws an error that says what is missing if it cannot. */
export function installChromium(): void {
  if (existsSync(CHROMIUM)) return;
  if (!existsSync("/etc/debian_version") || process.getuid?.() !== 0) {
    throw new Error(`${CHROMIUM} is missing: install Debian's package chromium, or run as root on Debian`);
  }
  for (const args of [["update"], ["install", "-y", "--no-install-recommends", "chromium"]]) {
    const { status, stderr } = spawnSync("apt-get", args, { encoding: "utf8" });
    if (status !== 0) throw new Error(`apt-get ${args.join(" ")} failed: ${stderr.trim()}`);
  }
}
