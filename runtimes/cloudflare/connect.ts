import { createRefreshState, type RefreshState } from "../../src/credentials/refresh/state.ts";
import { openSession, type Session } from "../../src/credentials/session/session.ts";
import { ConfigurationError } from "../../src/errors/errors.ts";
import { Lru } from "../../src/lib/lru.ts";
import { type ConnectOptions, defaultChain } from "../shared/connect.ts";
import { fromBroker } from "./from-broker.ts";
import { workerPorts } from "./ports.ts";
import type { ObjectNamespace, WorkerContext } from "./worker-api.ts";

/** What `connect` takes in a Worker. */
export interface WorkerConnectOptions extends ConnectOptions {
  /** The Worker's bindings: its variables and secrets stand for the environment. */
  readonly env: object;
  /** The request's context: renewals that no caller waits for go on in it. */
  readonly ctx: WorkerContext;
  /** Asks this broker for `identity`, in place of the default sources. */
  readonly broker?: ObjectNamespace;
}

const MAX_STATES = 1000;

const stateOf = /* @__PURE__ */ isolateStates();

/**
 * Opens a session for one request of a Worker. Requests of an isolate that name the same `identity` share its credentials, but
 * never a promise: a request whose client goes away cannot hang another. Throws `CONFIGURATION` for a broker without an
 * identity.
 *
 * @example
 * export default {
 *   async fetch(request, env, ctx) {
 *     const aws = connect({ env, ctx, region: "us-west-2", broker: env.BROKER, identity: "checkout-prod" });
 *     return aws.fetch("https://sts.us-west-2.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15");
 *   },
 * };
 */
export function connect({ env, ctx, broker, ...options }: WorkerConnectOptions): Session {
  const { identity } = options;
  // This session is of one request, and what its callers share stays within it.
  const ports = { ...workerPorts(env), shareInFlight: true, ...options.ports };
  const source = broker
    ? fromBroker({ namespace: broker, identity: identity || missingIdentity() })
    : defaultChain(options, ports);
  const { credentials = source } = options;
  return openSession(identity ? stateOf(identity) : createRefreshState(), {
    ...options,
    credentials: typeof credentials === "function" ? credentials : async () => credentials,
    ports,
    waitUntil: (work) => ctx.waitUntil(work),
  });
}

function missingIdentity(): never {
  throw new ConfigurationError({
    setting: "identity",
    message: 'a broker needs an identity to be asked for, as identity: "checkout-prod"',
  });
}

/** What the requests of an isolate know of each identity. Values only: a promise must not cross from one request to another. */
function isolateStates(): (identity: string) => RefreshState {
  const states = new Lru<RefreshState>(MAX_STATES);
  return (identity) => {
    const state = states.get(identity) ?? createRefreshState();
    states.set(identity, state);
    return state;
  };
}
