import { vi } from "vitest";

/** Variables of the host that would speak for another configuration than the one under test. */
const OTHER_SETTINGS = ["AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL", "AWS_RETRY_MODE"];

/** Sets variables for clients that read the environment of this process. `vi.unstubAllEnvs()` undoes it. */
export function stubEnvironment(env: Readonly<Record<string, string>>): void {
  for (const name of OTHER_SETTINGS) vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
}
