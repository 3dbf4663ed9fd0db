import { once } from "node:events";
import { connect, type NetConnectOpts, type Socket } from "node:net";

/** A connection that sends what no `fetch` would. */
export interface RawConnection {
  readonly socket: Socket;
  /** All that has come so far. */
  received(): string;
  /** Waits until so much has come that it fits. */
  until(pattern: RegExp): Promise<string>;
  /** Waits for the end of the connection; answers all that came. */
  ended(): Promise<string>;
}

/** Connects, and sends the first bytes. */
export async function openRaw(to: NetConnectOpts, text = ""): Promise<RawConnection> {
  const socket = connect(to);
  let received = "";
  socket.setEncoding("latin1").on("data", (chunk) => {
    received += String(chunk);
  });
  // A server that ends a connection early resets it, and the end is all that counts.
  socket.on("error", () => undefined);
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  await once(socket, "connect");
  if (text !== "") socket.write(text);
  return {
    socket,
    received: () => received,
    until: async (pattern) => {
      while (!pattern.test(received)) {
        if (socket.closed) throw new Error(`the connection ended with ${JSON.stringify(received)}`);
        await Promise.race([once(socket, "data"), closed]);
      }
      return received;
    },
    ended: async () => {
      await closed;
      return received;
    },
  };
}

/** Sends a request, and answers all that comes until the server ends the connection. */
export async function askRaw(to: NetConnectOpts, text: string): Promise<string> {
  return (await openRaw(to, text)).ended();
}
