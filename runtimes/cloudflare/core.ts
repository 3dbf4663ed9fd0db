import type { Ports } from "../../src/ports.ts";
import { bindPorts } from "../shared/bind-ports.ts";
import * as core from "../shared/core.ts";
import { runtimePorts } from "./ports.ts";

// The functions of `podkey` that take ports, bound to ports of Workers that read the bindings of `bindEnv`. Ports in their options
// replace the bound ports one by one.

/**
 * Creates a client for the operations of `podkey/eks`, `podkey/eks-auth` and `podkey/sts`, over Workers' ports. Reads a
 * missing region or endpoint from the bindings that `bindEnv` got.
 *
 * @example
 * const client = createClient({ region: "us-west-2", credentials: fromEnv() });
 */
export const createClient: typeof core.createClient = /* @__PURE__ */ bindPorts(
  core.createClient,
  runtimePorts,
);

/** Opens a session over given credentials and Workers' ports. `connect` also finds the credentials. */
export const createSession: typeof core.createSession = /* @__PURE__ */ bindPorts(
  core.createSession,
  runtimePorts,
);

/** Gets credentials over Workers' ports from the endpoint that `AWS_CONTAINER_CREDENTIALS_FULL_URI` names. */
export const fromContainer: typeof core.fromContainer = /* @__PURE__ */ bindPorts(
  core.fromContainer,
  runtimePorts,
);

/**
 * Exchanges a service-account token for credentials without an agent, over Workers' ports (EKS Auth
 * AssumeRoleForPodIdentity). Pass a `client`: a Worker has no role of its machine.
 */
export const fromEksAuth: typeof core.fromEksAuth = /* @__PURE__ */ bindPorts(core.fromEksAuth, runtimePorts);

/**
 * Reads credentials from `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN` in the bindings that `bindEnv`
 * got.
 *
 * @example
 * const provider = fromEnv();
 */
export const fromEnv: typeof core.fromEnv = /* @__PURE__ */ bindPorts(core.fromEnv, runtimePorts);

/** Gets credentials of an EC2 instance's role from its metadata service, over Workers' ports. */
export const fromInstanceMetadata: typeof core.fromInstanceMetadata = /* @__PURE__ */ bindPorts(
  core.fromInstanceMetadata,
  runtimePorts,
);

/**
 * Exchanges the token of an identity provider for credentials, over Workers' ports (STS AssumeRoleWithWebIdentity). Reads
 * what the options leave out from the bindings that `bindEnv` got.
 *
 * @example
 * const provider = fromWebToken({ roleArn: "arn:aws:iam::111122223333:role/edge", token: getToken });
 */
export const fromWebToken: typeof core.fromWebToken = /* @__PURE__ */ bindPorts(
  core.fromWebToken,
  runtimePorts,
);

/** Reads the identity of an EC2 instance from its metadata service, over Workers' ports. */
export const readInstanceIdentity: typeof core.readInstanceIdentity = /* @__PURE__ */ bindPorts(
  core.readInstanceIdentity,
  runtimePorts,
);

/**
 * Keeps the credentials of a provider fresh on demand, over Workers' ports.
 *
 * @example
 * const provider = refresh({ provider });
 */
export const refresh: typeof core.refresh = /* @__PURE__ */ bindPorts(core.refresh, runtimePorts);

/** Completes ports with the ports of Workers. */
export function resolvePorts(given: Partial<Ports> = {}): Ports {
  return { ...runtimePorts(), ...given };
}
