import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A Redis server, started for one test or bench. */
export interface RedisServer {
  readonly port: number;
  /** Ends the process and removes its folder. */
  readonly stop: () => Promise<void>;
  /** Stops the process from answering. Its connections stay open. */
  readonly pause: () => void;
  /** Lets the process answer again. */
  readonly resume: () => void;
}

const READY = "Ready to accept connections";

/** Starts `redis-server`, which must be installed, without persistence. Default port: a free one. */
export async function startRedis(wantedPort?: number): Promise<RedisServer> {
  const port = wantedPort ?? (await freePort());
  const folder = await mkdtemp(join(tmpdir(), "podkey-redis-"));
  const settings = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder];
  const child = spawn("redis-server", settings, { stdio: ["ignore", "pipe", "inherit"] });
  await ready(child);
  return {
    port,
    pause: () => child.kill("SIGSTOP"),
    resume: () => child.kill("SIGCONT"),
    stop: async () => {
      const ended = once(child, "exit");
      child.kill();
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      log += text;
      if (log.includes(READY)) resolve();
    });
    child.on("error", (error) => reject(new Error("redis-server is not installed", { cause: error })));
    child.on("exit", () => reject(new Error(`redis-server ended: ${log}`)));
  });
}
