import { vi } from "vitest";

/** Variables of the host that would change the configuration under test. */
const OTHER_SETTINGS = ["AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL", "AWS_RETRY_MODE"];

/** Sets variables for clients that read this process's environment. Undo it with `vi.unstubAllEnvs()`. */
export function stubEnvironment(env: Readonly<Record<string, string>>): void {
  for (const name of OTHER_SETTINGS) vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
}
