import { connect, type Socket } from "node:net";

/** What came over a connection until it ended. */
export interface RawAnswer {
  readonly received: string;
  /** The status codes of the answers, as `200,400`. */
  readonly statuses: string;
}

/** What the agent answered to a pod. */
export interface PodAnswer {
  readonly status: number;
  readonly body: string;
}

/** Sends bytes as they are, and waits until the server ends the connection. */
export function sendRaw(port: number, bytes: string): Promise<RawAnswer> {
  const socket = connect(port, "127.0.0.1");
  const answer = untilEnd(socket);
  socket.write(Buffer.from(bytes, "latin1"));
  return answer;
}

/** Reads a connection until it ends. */
export async function untilEnd(socket: Socket): Promise<RawAnswer> {
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  // A server may refuse what is still being sent, and end the connection under it.
  socket.on("error", () => undefined);
  await new Promise((resolve) => socket.once("close", resolve));
  const received = Buffer.concat(chunks).toString("latin1");
  const statuses = [...received.matchAll(/HTTP\/1\.[01] (\d{3})/g)].map(([, status]) => status).join();
  return { received, statuses };
}

/** Asks an agent as a client does that means well. */
export async function askForCredentials(agentUrl: string, token: string): Promise<PodAnswer> {
  const response = await fetch(`${agentUrl}/v1/credentials`, { headers: { authorization: token } });
  return { status: response.status, body: await response.text() };
}
