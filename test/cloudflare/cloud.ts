import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { serve } from "../../runtimes/node/serve.ts";
import { createPodIdentityAssociation } from "../../src/eks/associations.ts";
import { createEmulator, type Emulator } from "../../src/emulator/create-emulator.ts";
import { createClient } from "../../src/http/client.ts";
import { bundleExample } from "../examples/bundle-example.ts";

/** The Worker's answer. */
export interface Answer {
  readonly accessKeyId?: string;
  readonly expiresAtMs?: number;
  readonly waitUntilCalls?: number;
  readonly error?: Readonly<Record<string, unknown>>;
}

/** The state of an object. */
export interface ObjectView {
  /** How often it was asked for credentials since it started. */
  readonly asked: number;
  readonly alarmAtMs: number | null;
  readonly entries: Readonly<Record<string, unknown>>;
}

/** A Worker in workerd, with an emulated AWS that it reaches over the network. */
export interface Cloud {
  readonly emulator: Emulator;
  ask(parameters: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<Answer>;
  view(identity: string): Promise<ObjectView>;
  /** Replaces the records in an object's storage by a text. Returns their keys. */
  spoil(identity: string, text: string): Promise<string[]>;
  /** Asks an object for an identity directly. */
  askObject(object: string, identity: string): Promise<Readonly<Record<string, unknown>>>;
  /** Returns how many exchanges reached AWS. */
  exchangeCount(): number;
  /** Holds back the answers to exchanges until the returned function is called. */
  hold(): () => void;
  runScheduled(): Promise<string>;
  /** Ends workerd, and starts it again with the same storage. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** The part of Miniflare's worker that runs a scheduled handler. */
interface ScheduledWorker {
  scheduled(options: object): Promise<{ readonly outcome: string }>;
}

const DEMO = { clusterName: "demo", namespace: "shop", serviceAccount: "checkout" };

/** Starts the emulator and the Worker. */
export async function startCloud(credentialTtlSeconds: number): Promise<Cloud> {
  const emulator = createEmulator({ credentialTtlSeconds });
  const roleArn = "arn:aws:iam::111122223333:role/checkout";
  const { credentials, fetch } = emulator;
  await createPodIdentityAssociation(createClient({ region: "us-west-2", credentials, ports: { fetch } }), {
    ...DEMO,
    roleArn,
  });
  let arrived = 0;
  let gate = Promise.resolve();
  const server = await serve(async (request) => {
    if (request.url.includes("assume-role")) {
      arrived += 1;
      await gate;
    }
    return emulator.fetch(request);
  });
  const folder = await mkdtemp(join(tmpdir(), "podkey-cloudflare-"));
  const bindings = {
    AWS_REGION: "us-west-2",
    AWS_ENDPOINT_URL: server.url,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    TOKEN: await emulator.issueToken(DEMO),
    SEALING_KEY: btoa("a sealing key of thirty-two byte"),
  };
  let workerd = await startWorkerd(folder, bindings);
  const read = async (path: string, parameters: Readonly<Record<string, string>>, signal?: AbortSignal) => {
    const url = `http://worker.example.com/${path}?${new URLSearchParams(parameters)}`;
    return (await workerd.dispatchFetch(url, signal && { signal })).json();
  };
  return {
    emulator,
    ask: async (parameters, signal) => (await read("credentials", parameters, signal)) as Answer,
    view: async (identity) => (await read("object", { identity })) as ObjectView,
    spoil: async (identity, text) => (await read("spoil", { identity, text })) as string[],
    askObject: async (object, identity) => (await read("", { object, identity })) as Record<string, unknown>,
    exchangeCount: () => arrived,
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
    async runScheduled() {
      const worker = (await workerd.getWorker()) as unknown as ScheduledWorker;
      return (await worker.scheduled({})).outcome;
    },
    async restart() {
      await workerd.dispose();
      workerd = await startWorkerd(folder, bindings);
    },
    async close() {
      await workerd.dispose();
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Starts workerd without a compatibility flag, and therefore without any part of Node. */
async function startWorkerd(
  resourcePersistencePath: string,
  bindings: Readonly<Record<string, string>>,
): Promise<Miniflare> {
  const contents = await bundleExample("test/cloudflare/worker.ts", "esm");
  const worker = new Miniflare(
    convertV4MiniflareOptions({
      modules: [{ type: "ESModule", path: "worker.js", contents }],
      compatibilityDate: "2026-07-01",
      bindings,
      kvNamespaces: ["KV"],
      durableObjects: { BROKER: { className: "Broker", useSQLite: true } },
      resourcePersistencePath,
      cf: false,
      log: new Log(LogLevel.NONE),
    }),
  );
  await worker.ready;
  return worker;
}
