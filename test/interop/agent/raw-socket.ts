import { connect, type Socket } from "node:net";

/** The bytes that arrived on a connection until it closed. */
export interface RawAnswer {
  readonly received: string;
  /** The status codes of the answers, for example `200,400`. */
  readonly statuses: string;
}

/** The agent's answer to a pod. */
export interface PodAnswer {
  readonly status: number;
  readonly body: string;
}

/** Sends bytes unchanged, and waits until the server closes the connection. */
export function sendRaw(port: number, bytes: string): Promise<RawAnswer> {
  const socket = connect(port, "127.0.0.1");
  const answer = untilEnd(socket);
  socket.write(Buffer.from(bytes, "latin1"));
  return answer;
}

/** Reads a connection until it closes. */
export async function untilEnd(socket: Socket): Promise<RawAnswer> {
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  // The server may close the connection while the client is sending.
  socket.on("error", () => undefined);
  await new Promise((resolve) => socket.once("close", resolve));
  const received = Buffer.concat(chunks).toString("latin1");
  const statuses = [...received.matchAll(/HTTP\/1\.[01] (\d{3})/g)].map(([, status]) => status).join();
  return { received, statuses };
}

/** Asks the agent for credentials like an AWS SDK. */
export async function askForCredentials(agentUrl: string, token: string): Promise<PodAnswer> {
  const response = await fetch(`${agentUrl}/v1/credentials`, { headers: { authorization: token } });
  return { status: response.status, body: await response.text() };
}
