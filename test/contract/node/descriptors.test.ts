import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { askRaw } from "../../support/raw-http.ts";
import { ROOT, RUNTIME_COMMANDS, type ServerRuntime } from "../processes/runtime-commands.ts";
import { GET } from "../serve-subject.ts";

const DESCRIPTORS = 300;
const FLOOD = 400;
const RECOVERY_MS = 2000;
const TIMEOUT_MS = 60_000;

/** Starts a server that may have 300 open files. */
async function startServer(runtime: ServerRuntime): Promise<{ child: ChildProcess; port: number }> {
  const program = `${ROOT}test/contract/processes/serve-plain.ts`;
  const command = `ulimit -n ${DESCRIPTORS}; exec "$@"`;
  const child = spawn("sh", ["-c", command, "sh", ...RUNTIME_COMMANDS[runtime], program, runtime], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { value } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  return { child, port: Number(value) };
}

/** Opens many connections that send the beginning of a request. Resolves once each is open or refused. */
async function openMany(port: number, text: string): Promise<Socket[]> {
  const opened = Array.from({ length: FLOOD }, async () => {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => undefined);
    await Promise.race([once(socket, "connect"), once(socket, "close")]).catch(() => undefined);
    socket.write(text);
    return socket;
  });
  return Promise.all(opened);
}

async function isAnswered(port: number): Promise<boolean> {
  const seen = await askRaw({ port, host: "127.0.0.1" }, GET).catch(() => "");
  return seen.startsWith("HTTP/1.1 200 ");
}

test.each(
  (["node", "bun", "deno"] as const).flatMap((runtime) => [
    { runtime, sent: "nothing", text: "" },
    { runtime, sent: "half a header", text: "GET / HTTP/1.1\r\nX-Note: a" },
    { runtime, sent: "half a body", text: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc" },
  ]),
)(
  `a server on $runtime with ${DESCRIPTORS} file descriptors survives ${FLOOD} connections that send $sent, and answers within ${RECOVERY_MS} ms after they end`,
  async ({ runtime, text }) => {
    const { child, port } = await startServer(runtime);
    try {
      expect(await isAnswered(port)).toBe(true);
      const flood = await openMany(port, text);
      expect(child.exitCode).toBeNull();
      for (const socket of flood) socket.destroy();
      await expect.poll(() => isAnswered(port), { timeout: RECOVERY_MS }).toBe(true);
      expect(child.exitCode).toBeNull();
    } finally {
      child.kill();
    }
  },
  TIMEOUT_MS,
);
