import { once } from "node:events";
import { connect, type NetConnectOpts, type Socket } from "node:net";

/** A connection for requests that `fetch` cannot send. */
export interface RawConnection {
  readonly socket: Socket;
  /** Returns everything that was received so far. */
  received(): string;
  /** Waits until the received text matches, and returns it. */
  until(pattern: RegExp): Promise<string>;
  /** Waits for the end of the connection, and returns everything that was received. */
  ended(): Promise<string>;
}

/** Connects and sends `text`. */
export async function openRaw(to: NetConnectOpts, text = ""): Promise<RawConnection> {
  const socket = connect(to);
  let received = "";
  socket.setEncoding("latin1").on("data", (chunk) => {
    received += String(chunk);
  });
  // A server that ends a connection early may reset it. The tests only care that it ends.
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

/** Sends a request, and returns everything that is received until the server ends the connection. */
export async function askRaw(to: NetConnectOpts, text: string): Promise<string> {
  return (await openRaw(to, text)).ended();
}
