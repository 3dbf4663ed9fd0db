import { toProvider } from "../../src/aws/credentials.ts";
import { createRefreshState, type RefreshState } from "../../src/credentials/refresh/state.ts";
import { openSession, type Session } from "../../src/credentials/session/session.ts";
import { ConfigurationError } from "../../src/errors/errors.ts";
import { Lru } from "../../src/lib/lru.ts";
import { boundTokenOf } from "../../src/tokens/token-binding.ts";
import { type ConnectOptions, defaultChain } from "../shared/connect.ts";
import { fromBroker } from "./from-broker.ts";
import { cloudflarePorts, runtimePorts } from "./ports.ts";
import type { ObjectNamespace, WorkerContext } from "./worker-api.ts";

/** What `connect` takes in a Worker. `env` and `ctx` are arguments of its handler. */
export interface CloudflareConnectOptions extends ConnectOptions {
  /** The Worker's bindings. Its variables and secrets stand for environment variables. Default: those of `bindEnv`. */
  readonly env?: object;
  /** The context of the request. Renewals that no caller waits for continue in it, with `waitUntil`. */
  readonly ctx: WorkerContext;
  /** The broker to ask for `identity`, instead of the default sources. Default: none. */
  readonly broker?: ObjectNamespace;
}

const MAX_STATES = 1000;

const stateOf = /* @__PURE__ */ isolateStates();

/**
 * Opens a session for one request of a Worker. Requests of an isolate that name the same `identity` share its credentials. They
 * share no promise, so a request whose client disconnects cannot block another one. Throws `CONFIGURATION` for a broker without
 * an identity.
 *
 * @example
 * export default {
 *   async fetch(request, env, ctx) {
 *     bindEnv(env);
 *     const aws = connect({ ctx, region: "us-west-2", broker: env.BROKER, identity: "checkout-prod" });
 *     return aws.fetch("https://sts.us-west-2.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15");
 *   },
 * };
 */
export function connect({ env, ctx, broker, ...options }: CloudflareConnectOptions): Session {
  const { identity } = options;
  // The callers of this session belong to one request, so they may share promises.
  const ports = { ...(env ? cloudflarePorts(env) : runtimePorts()), shareInFlight: true, ...options.ports };
  const source = broker
    ? fromBroker({ namespace: broker, identity: identity || missingIdentity() })
    : defaultChain(options, ports);
  const { credentials = source } = options;
  const provider = toProvider(credentials, ports.now);
  // Credentials of one request's token must not answer a request with another token.
  const isShared = boundTokenOf(provider) === undefined;
  return openSession(identity && isShared ? stateOf(identity) : createRefreshState(), {
    ...options,
    credentials: provider,
    ports,
    waitUntil: (work) => ctx.waitUntil(work),
  });
}

function missingIdentity(): never {
  throw new ConfigurationError({
    setting: "identity",
    message: 'a broker needs an identity, for example identity: "checkout-prod"',
  });
}

/** Keeps what the requests of an isolate know of each identity. Values only: a promise must not cross from one request to another. */
function isolateStates(): (identity: string) => RefreshState {
  const states = new Lru<RefreshState>(MAX_STATES);
  return (identity) => {
    const state = states.get(identity) ?? createRefreshState();
    states.set(identity, state);
    return state;
  };
}
