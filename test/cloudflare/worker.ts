import { connect } from "../../runtimes/cloudflare/connect.ts";
import { type BrokerSettings, createCredentialBroker } from "../../runtimes/cloudflare/credential-broker.ts";
import { durableObjectStore } from "../../runtimes/cloudflare/durable-object-store.ts";
import { fromBroker } from "../../runtimes/cloudflare/from-broker.ts";
import { keepWarm } from "../../runtimes/cloudflare/keep-warm.ts";
import { type KvNamespace, kvStore } from "../../runtimes/cloudflare/kv-store.ts";
import { cloudflarePorts } from "../../runtimes/cloudflare/ports.ts";
import type {
  ObjectNamespace,
  ObjectState,
  ObjectStorage,
  WorkerContext,
} from "../../runtimes/cloudflare/worker-api.ts";
import type { CredentialProvider } from "../../src/aws/credentials.ts";
import { fromEksAuth } from "../../src/credentials/providers/from-eks-auth.ts";
import { fromEnv } from "../../src/credentials/providers/from-env.ts";
import type { Session } from "../../src/credentials/session/session.ts";
import { isPodkeyError } from "../../src/errors/any-error.ts";
import { createClient } from "../../src/http/client.ts";
import { sealed } from "../../src/stores/sealed/sealed.ts";

interface Env {
  readonly BROKER: ObjectNamespace;
  readonly KV: KvNamespace;
  readonly TOKEN: string;
  readonly SEALING_KEY: string;
}

/** The state of an object, with the parts that only tests use. */
interface InspectedState extends ObjectState {
  readonly storage: ObjectStorage & {
    list(): Promise<Map<string, unknown>>;
    getAlarm(): Promise<number | null>;
  };
  abort(reason: string): void;
}

const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

function podIdentity(env: Env): CredentialProvider {
  const ports = cloudflarePorts(env);
  const client = createClient({ credentials: fromEnv({ ports }), maxAttempts: 1, ports });
  return fromEksAuth({ client, clusterName: "demo", token: () => env.TOKEN });
}

function sealing({ SEALING_KEY }: Env) {
  return { keys: { a: SEALING_KEY }, currentKeyId: "a" };
}

/** Makes a source that never settles at its first call, and pays no attention to its signal. */
function silentAtFirst(provider: CredentialProvider): CredentialProvider {
  let isFirst = true;
  return (request) => {
    if (!isFirst) return provider(request);
    isFirst = false;
    return new Promise(() => undefined);
  };
}

/** The first word of an identity chooses what its broker does. */
const CredentialBroker = createCredentialBroker((env: Env, { identity, storage }): BrokerSettings => {
  const provider = podIdentity(env);
  const ports = cloudflarePorts(env);
  if (identity.startsWith("storeless")) return { provider, ports };
  if (identity.startsWith("plaintext")) return { provider, store: durableObjectStore(storage) };
  if (identity.startsWith("silent")) return { provider: silentAtFirst(provider), ports, timeoutMs: 300 };
  if (identity.startsWith("leaky")) return { provider: () => Promise.reject(new Error(`no ${SECRET}`)) };
  return { provider, ports, store: sealed(durableObjectStore(storage), sealing(env)) };
});

/** A broker whose storage tests may read and overwrite. */
export class Broker extends CredentialBroker {
  readonly #state: InspectedState;
  #asked = 0;

  constructor(state: InspectedState, env: Env) {
    super(state, env);
    this.#state = state;
  }

  override async fetch(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const { storage } = this.#state;
    if (pathname === "/spoil") {
      const records = [...(await storage.list()).keys()].filter((key) => key.includes("record"));
      for (const key of records) await storage.put(key, searchParams.get("text"));
      return Response.json(records);
    }
    if (pathname === "/object") {
      const entries = Object.fromEntries(await storage.list());
      return Response.json({ asked: this.#asked, alarmAtMs: await storage.getAlarm(), entries });
    }
    this.#asked += 1;
    if (searchParams.get("identity")?.startsWith("reset")) this.#state.abort("its code was updated");
    return super.fetch(request);
  }
}

/** Answers with the credentials of a session without their secrets, or with its error. */
async function answer(env: Env, ctx: WorkerContext, url: URL): Promise<Response> {
  let waitUntilCalls = 0;
  const counting: WorkerContext = {
    waitUntil: (work) => {
      waitUntilCalls += 1;
      ctx.waitUntil(work);
    },
  };
  const minTtlMs = Number(url.searchParams.get("minTtlMs") ?? 0);
  const leavesEarly = url.searchParams.has("leave");
  try {
    const pending = providerOf(env, counting, url.searchParams)({ minTtlMs });
    if (leavesEarly) return Response.json({});
    const { accessKeyId, expiration } = await pending;
    return Response.json({ accessKeyId, expiresAtMs: expiration?.getTime(), waitUntilCalls });
  } catch (error) {
    const shown = isPodkeyError(error) ? error.toJSON() : { name: "foreign", message: String(error) };
    return Response.json({ error: shown }, { status: 500 });
  }
}

/** Chooses the source. `via=object` asks the broker each time, as the first request of an isolate does. */
function providerOf(env: Env, ctx: WorkerContext, parameters: URLSearchParams): CredentialProvider {
  if (parameters.get("via") !== "object") return open(env, ctx, parameters).credentials;
  return fromBroker({ namespace: env.BROKER, identity: parameters.get("identity") ?? "" });
}

function open(env: Env, ctx: WorkerContext, parameters: URLSearchParams): Session {
  const identity = parameters.get("identity");
  return connect({
    env,
    ctx,
    ...(identity && { identity }),
    ...(parameters.get("via") === "broker" ? { broker: env.BROKER } : { credentials: podIdentity(env) }),
    ...(parameters.has("kv") && { store: sealed(kvStore(env.KV), sealing(env)) }),
  });
}

// biome-ignore lint/style/noDefaultExport: it is what workerd starts
export default {
  fetch: (request: Request, env: Env, ctx: WorkerContext): Promise<Response> => {
    const url = new URL(request.url);
    if (url.pathname === "/credentials") return answer(env, ctx, url);
    const identity = url.searchParams.get("object") ?? url.searchParams.get("identity") ?? "";
    return env.BROKER.get(env.BROKER.idFromName(identity) as never).fetch(url.href);
  },
  scheduled: keepWarm((env: Env, ctx) => [
    open(env, ctx, new URLSearchParams({ identity: "leaky-warm", via: "broker" })),
    open(env, ctx, new URLSearchParams({ identity: "warm", via: "broker", kv: "" })),
  ]),
};
