import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fetchWithCa } from "../../../cli/agent/fetch-with-ca.ts";
import { API_SERVER_PATH, ETCD_PATH } from "./binaries.ts";

/** Whose token to request, and for whom. */
export interface TokenOptions {
  readonly namespace: string;
  readonly serviceAccount: string;
  /** Binds the token to this pod, which must exist. */
  readonly podName?: string;
  /** Default: the API server's own audience. */
  readonly audience?: string;
}

/** A real Kubernetes API server on loopback, which is also the issuer of its tokens. */
export interface ApiServer {
  readonly url: string;
  /** The certificates to trust for the URL, in PEM. */
  readonly caFile: string;
  readonly folder: string;
  /** Creates a service account and a pod that runs as it. */
  createPod(namespace: string, serviceAccount: string, podName: string): Promise<void>;
  /** Requests a token (TokenRequest). */
  issueToken(options: TokenOptions): Promise<string>;
  /** Restarts the server. The first key signs tokens; all of them are published. Returns when it is ready. */
  restart(signingKeys: readonly [string, ...string[]]): Promise<void>;
  /** Makes a signing key and returns its file. */
  createSigningKey(name: string): Promise<string>;
  close(): Promise<void>;
}

const ADMIN_TOKEN = "admin-token";
const READY_WITHIN_MS = 60_000;
const POLL_MS = 100;

/** Starts etcd and an API server with one signing key. */
export async function startApiServer(): Promise<ApiServer> {
  const folder = await mkdtemp(join(tmpdir(), "podkey-kubernetes-"));
  const [port, etcdPort, peerPort] = await Promise.all([freePort(), freePort(), freePort()]);
  const url = `https://127.0.0.1:${port}`;
  const etcdUrl = `http://127.0.0.1:${etcdPort}`;
  const caFile = join(folder, "pki", "apiserver.crt");
  await writeFile(join(folder, "tokens.csv"), `${ADMIN_TOKEN},admin,admin,system:masters\n`);
  const etcd = startEtcd(folder, etcdUrl, `http://127.0.0.1:${peerPort}`);
  const fetch = fetchWithCa(() => readFile(caFile, "utf8"));
  let server: ChildProcess | undefined;
  const request = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${ADMIN_TOKEN}`, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
      redirect: "manual",
      signal: AbortSignal.timeout(10_000),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return path === "/readyz" ? text : JSON.parse(text);
  };
  const createSigningKey = async (name: string): Promise<string> => {
    const file = join(folder, `${name}.key`);
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    await writeFile(file, privateKey.export({ type: "pkcs1", format: "pem" }));
    return file;
  };
  const restart: ApiServer["restart"] = async (signingKeys) => {
    await end(server);
    server = spawn(API_SERVER_PATH, flagsOf({ folder, port, url, etcdUrl, signingKeys }), {
      stdio: "ignore",
    });
    await untilReady(server, () => request("GET", "/readyz"));
  };
  await restart([await createSigningKey("first")]);
  return {
    url,
    caFile,
    folder,
    createSigningKey,
    restart,
    async createPod(namespace, serviceAccount, podName) {
      const inNamespace = `/api/v1/namespaces/${namespace}`;
      await request("POST", "/api/v1/namespaces", { metadata: { name: namespace } }).catch(ignoreExisting);
      await request("POST", `${inNamespace}/serviceaccounts`, { metadata: { name: serviceAccount } }).catch(
        ignoreExisting,
      );
      const containers = [{ name: "main", image: "example.com/checkout:1" }];
      const pod = { metadata: { name: podName }, spec: { serviceAccountName: serviceAccount, containers } };
      await request("POST", `${inNamespace}/pods`, pod);
    },
    async issueToken({ namespace, serviceAccount, podName, audience }) {
      const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${serviceAccount}/token`;
      const boundObjectRef = podName && { kind: "Pod", apiVersion: "v1", name: podName };
      const spec = { ...(audience && { audiences: [audience] }), ...(boundObjectRef && { boundObjectRef }) };
      const { status } = (await request("POST", path, { spec })) as { status: { token: string } };
      return status.token;
    },
    async close() {
      await end(server);
      await end(etcd);
      await rm(folder, { recursive: true });
    },
  };
}

function startEtcd(folder: string, clientUrl: string, peerUrl: string): ChildProcess {
  const flags = {
    "data-dir": join(folder, "etcd"),
    "listen-client-urls": clientUrl,
    "advertise-client-urls": clientUrl,
    "listen-peer-urls": peerUrl,
    "initial-advertise-peer-urls": peerUrl,
    "initial-cluster": `default=${peerUrl}`,
    "log-level": "error",
  };
  return spawn(ETCD_PATH, [...toFlags(flags), "--unsafe-no-fsync"], { stdio: "ignore" });
}

function flagsOf(options: {
  readonly folder: string;
  readonly port: number;
  readonly url: string;
  readonly etcdUrl: string;
  readonly signingKeys: readonly [string, ...string[]];
}): string[] {
  const { folder, port, url, etcdUrl, signingKeys } = options;
  const flags = {
    "etcd-servers": etcdUrl,
    "cert-dir": join(folder, "pki"),
    "secure-port": String(port),
    "bind-address": "127.0.0.1",
    "service-cluster-ip-range": "10.0.0.0/24",
    "service-account-issuer": url,
    "service-account-jwks-uri": `${url}/openid/v1/jwks`,
    "service-account-signing-key-file": signingKeys[0],
    "api-audiences": "https://kubernetes.default.svc",
    "token-auth-file": join(folder, "tokens.csv"),
    "authorization-mode": "RBAC",
    "disable-admission-plugins": "ServiceAccount",
    "shutdown-delay-duration": "0s",
  };
  return [...toFlags(flags), ...signingKeys.map((file) => `--service-account-key-file=${file}`)];
}

function toFlags(flags: Readonly<Record<string, string>>): string[] {
  return Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
}

/** Polls, because the server has no other signal that it is ready. */
async function untilReady(server: ChildProcess, probe: () => Promise<unknown>): Promise<void> {
  const endsAtMs = performance.now() + READY_WITHIN_MS;
  for (;;) {
    if (server.exitCode !== null) throw new Error(`the API server ended with ${server.exitCode}`);
    const answer = await probe().catch((error: unknown) => error);
    if (answer === "ok") return;
    if (performance.now() > endsAtMs) throw new Error("the API server is not ready", { cause: answer });
    await sleep(POLL_MS);
  }
}

/** Kills the process, because an API server with open connections takes a minute to end. */
async function end(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
}

function ignoreExisting(error: unknown): void {
  if (!String(error).includes("AlreadyExists")) throw error;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
}
