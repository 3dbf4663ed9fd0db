import type { Ports } from "../../src/ports.ts";
import { bindPorts } from "../shared/bind-ports.ts";
import * as core from "../shared/core.ts";
import { runtimePorts } from "./ports.ts";

// The functions of `podkey` that take ports, bound to Deno's ports. Ports in their options replace the bound ports one by one.

/**
 * Creates a client for the operations of `podkey/eks`, `podkey/eks-auth` and `podkey/sts`, over Deno's ports. Reads a
 * missing region or endpoint from the environment.
 *
 * @example
 * const client = createClient({ region: "us-west-2", credentials: fromContainer() });
 */
export const createClient: typeof core.createClient = /* @__PURE__ */ bindPorts(
  core.createClient,
  runtimePorts,
);

/**
 * Opens a session over given credentials and Deno's ports. `connect` also finds the credentials, and renews them in the
 * background.
 */
export const createSession: typeof core.createSession = /* @__PURE__ */ bindPorts(
  core.createSession,
  runtimePorts,
);

/**
 * Gets credentials over Deno's ports from the endpoint that the environment names: the EKS Pod Identity Agent, or ECS.
 *
 * @example
 * const provider = fromContainer();
 */
export const fromContainer: typeof core.fromContainer = /* @__PURE__ */ bindPorts(
  core.fromContainer,
  runtimePorts,
);

/**
 * Exchanges a service-account token for credentials without an agent, over Deno's ports (EKS Auth AssumeRoleForPodIdentity).
 * Signs with the role of the machine unless it gets a `client`.
 *
 * @example
 * const provider = fromEksAuth({ clusterName: "demo" });
 */
export const fromEksAuth: typeof core.fromEksAuth = /* @__PURE__ */ bindPorts(core.fromEksAuth, runtimePorts);

/**
 * Reads credentials from `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN` in the environment.
 *
 * @example
 * const provider = fromEnv();
 */
export const fromEnv: typeof core.fromEnv = /* @__PURE__ */ bindPorts(core.fromEnv, runtimePorts);

/** Gets credentials of an EC2 instance's role from its metadata service, over Deno's ports. */
export const fromInstanceMetadata: typeof core.fromInstanceMetadata = /* @__PURE__ */ bindPorts(
  core.fromInstanceMetadata,
  runtimePorts,
);

/**
 * Exchanges the token of an identity provider for credentials, over Deno's ports (STS AssumeRoleWithWebIdentity). Reads what
 * the options leave out from the environment.
 *
 * @example
 * const provider = fromWebToken();
 */
export const fromWebToken: typeof core.fromWebToken = /* @__PURE__ */ bindPorts(
  core.fromWebToken,
  runtimePorts,
);

/** Reads the identity of an EC2 instance from its metadata service, over Deno's ports. */
export const readInstanceIdentity: typeof core.readInstanceIdentity = /* @__PURE__ */ bindPorts(
  core.readInstanceIdentity,
  runtimePorts,
);

/**
 * Keeps the credentials of a provider fresh on demand, over Deno's ports.
 *
 * @example
 * const provider = refresh({ provider: fromContainer() });
 */
export const refresh: typeof core.refresh = /* @__PURE__ */ bindPorts(core.refresh, runtimePorts);

/** Completes ports with Deno's ports. */
export function resolvePorts(given: Partial<Ports> = {}): Ports {
  return { ...runtimePorts(), ...given };
}
