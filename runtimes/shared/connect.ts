import { type AwsCredentials, type CredentialProvider, toProvider } from "../../src/aws/credentials.ts";
import { chain } from "../../src/credentials/providers/chain.ts";
import { fromContainer } from "../../src/credentials/providers/container/from-container.ts";
import { fromEnv } from "../../src/credentials/providers/from-env.ts";
import { fromWebToken } from "../../src/credentials/providers/from-web-token.ts";
import { Schedule } from "../../src/credentials/refresh/schedule.ts";
import { createSession, type Session, type SessionOptions } from "../../src/credentials/session/session.ts";
import { createClient } from "../../src/http/client.ts";
import type { Ports } from "../../src/ports.ts";

/** What `connect` takes on every runtime. Every member is optional. */
export interface ConnectOptions extends Omit<SessionOptions, "credentials" | "schedule"> {
  /**
   * Credentials, or a provider of them. Default: a chain of the environment, a web identity token and the container endpoint.
   */
  readonly credentials?: AwsCredentials | CredentialProvider;
}

/**
 * Makes the default chain of sources: environment, web identity (IRSA), container (EKS Pod Identity, ECS). The role of the
 * machine is left out, because a misconfigured pod would silently get the permissions of its node.
 */
export function defaultChain(options: ConnectOptions, ports: Ports): CredentialProvider {
  const { credentials: _credentials, ...clientOptions } = options;
  const client = createClient({ ...clientOptions, ports });
  return chain(fromEnv({ ports }), fromWebToken({ client }), fromContainer({ ports }));
}

/** Opens a session over the ports of a runtime. Ports of the user replace them, and then the session has its own schedule. */
export function connectOver(
  runtimePorts: Ports,
  options: ConnectOptions,
  scheduleOf: (ports: Ports) => Schedule,
): Session {
  const ports = { ...runtimePorts, ...options.ports };
  const schedule = options.ports ? new Schedule(ports) : scheduleOf(ports);
  const { credentials = defaultChain(options, ports) } = options;
  return createSession({ ...options, credentials: toProvider(credentials, ports.now), ports, schedule });
}

/** Returns a function that makes the schedule of the process at its first call, so that all sessions share one timer. */
export function sharedSchedule(): (ports: Ports) => Schedule {
  let schedule: Schedule | undefined;
  return (ports) => {
    schedule ??= new Schedule(ports);
    return schedule;
  };
}
