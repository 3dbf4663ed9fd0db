import type { AwsCredentials, CredentialProvider } from "../../src/aws/credentials.ts";
import { chain } from "../../src/credentials/providers/chain.ts";
import { fromContainer } from "../../src/credentials/providers/container/from-container.ts";
import { fromEnv } from "../../src/credentials/providers/from-env.ts";
import { fromWebToken } from "../../src/credentials/providers/from-web-token.ts";
import { createSession, type Session, type SessionOptions } from "../../src/credentials/session/session.ts";
import { createClient } from "../../src/http/client.ts";
import { Schedule } from "../../src/lib/timer-queue.ts";
import type { Ports } from "../../src/ports.ts";

/** What `connect` takes on every runtime. All of it is optional. */
export interface ConnectOptions extends Omit<SessionOptions, "credentials" | "schedule"> {
  /** Where credentials come from. Default: the environment, a web identity token, the container's endpoint; in this order. */
  readonly credentials?: AwsCredentials | CredentialProvider;
}

/**
 * The sources that a program finds on its runtime without being told: environment, web identity (IRSA), container (EKS Pod
 * Identity, ECS). The role of the machine is not among them: a program would get it by mistake.
 */
export function defaultChain(options: ConnectOptions, ports: Ports): CredentialProvider {
  const { credentials: _credentials, onEvent: _onEvent, ...clientOptions } = options;
  const client = createClient({ ...clientOptions, ports });
  return chain(fromEnv({ ports }), fromWebToken({ client }), fromContainer({ ports }));
}

/** Opens a session over the ports of a runtime; those that the user gives come first, and then have a schedule of their own. */
export function connectOver(
  runtimePorts: Ports,
  options: ConnectOptions,
  scheduleOf: (ports: Ports) => Schedule,
): Session {
  const ports = { ...runtimePorts, ...options.ports };
  const schedule = options.ports ? new Schedule(ports) : scheduleOf(ports);
  const { credentials = defaultChain(options, ports) } = options;
  const provider = typeof credentials === "function" ? credentials : async () => credentials;
  return createSession({ ...options, credentials: provider, ports, schedule });
}

/** Makes the one schedule of a process when the first session needs it: all sessions share its timer. */
export function sharedSchedule(): (ports: Ports) => Schedule {
  let schedule: Schedule | undefined;
  return (ports) => {
    schedule ??= new Schedule(ports);
    return schedule;
  };
}
