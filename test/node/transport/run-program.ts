import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { runProcess } from "../../../tools/run-process.ts";
import { CONTAINER_BODY } from "../../support/aws-examples.ts";
import type { ProgramReport } from "./call-program.ts";

const PROGRAM = fileURLToPath(new URL("call-program.ts", import.meta.url));

/** How the program runs. */
export interface ProgramSettings {
  /** The endpoint of the operation. */
  readonly endpoint: string;
  /** The URL of a container's credentials. Default: credentials in the program. */
  readonly credentialsUri?: string;
  /** Default: none. */
  readonly env?: Readonly<Record<string, string>>;
  /** Flags of Node. Default: none. */
  readonly flags?: readonly string[];
}

/** Runs a program that calls an operation, on the version of Node that runs this test. Throws if it does not end by itself. */
export async function runProgram(settings: ProgramSettings): Promise<ProgramReport> {
  const { endpoint, credentialsUri, env = {}, flags = [] } = settings;
  const command = [process.execPath, "--no-warnings", ...flags, PROGRAM, endpoint];
  const { PATH = "" } = process.env;
  const { code, stdout, stderr } = await runProcess(
    [...command, ...(credentialsUri ? [credentialsUri] : [])],
    {
      cwd: process.cwd(),
      env: { PATH, ...env },
      timeoutMs: 20_000,
    },
  );
  if (code !== 0) throw new Error(`the program ended with ${code}: ${stderr}`);
  return JSON.parse(stdout);
}

/** Plays two services: the endpoint of container credentials, and EKS for everything else. */
export const answerAsAws: RequestListener = ({ url }, response) => {
  const cluster = { name: "demo", arn: "arn:aws:eks:us-west-2:111122223333:cluster/demo" };
  response.end(JSON.stringify(url?.endsWith("/credentials") ? CONTAINER_BODY : { cluster }));
};

/** Starts a server on loopback, and uses its origin. */
export async function withServer(
  server: Server,
  use: (origin: string) => Promise<void>,
  protocol = "http",
): Promise<void> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  try {
    await use(`${protocol}://127.0.0.1:${port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Starts a plain server that answers as AWS does, and uses its origin. */
export function withAws(use: (origin: string) => Promise<void>): Promise<void> {
  return withServer(createServer({ keepAliveTimeout: 60_000 }, answerAsAws), use);
}
