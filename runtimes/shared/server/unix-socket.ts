import { ConfigurationError } from "../../../src/errors/errors.ts";
import { codeOf } from "../system-code.ts";

/** The file operations that a server on a unix socket needs. */
export interface SocketFiles {
  /** Tells what is at a path. `undefined` if nothing is. */
  kindOf(path: string): Promise<"socket" | "other" | undefined>;
  /** Connects to a socket and disconnects. Rejects with the runtime's error if no process accepts. */
  tryConnect(path: string): Promise<void>;
  setMode(path: string, mode: number): Promise<void>;
  remove(path: string): Promise<void>;
}

/** The part of Node's modules that `SocketFiles` needs. Bun has it too. */
export interface SocketModules {
  readonly fs: {
    lstat(path: string): Promise<{ isSocket(): boolean }>;
    chmod(path: string, mode: number): Promise<void>;
    rm(path: string, options: { readonly force: true }): Promise<void>;
  };
  readonly net: { connect(path: string): ConnectingSocket };
}

interface ConnectingSocket {
  once(event: "connect", listener: () => void): unknown;
  once(event: "error", listener: (error: Error) => void): unknown;
  destroy(): unknown;
}

/**
 * Frees a path for a socket: removes the socket of a dead process. Rejects with `CONFIGURATION` if a process listens there, or
 * if the path is not a socket.
 */
export async function clearSocketPath(path: string, files: SocketFiles): Promise<void> {
  const kind = await files.kindOf(path);
  if (kind === undefined) return;
  if (kind === "other") throw taken(path, "something that is not a socket has that name; remove it");
  if (await isAnswered(path, files)) throw taken(path, "another process listens there; end it");
  await files.remove(path);
}

/** Makes the file operations from Node's modules. */
export function socketFiles({ fs, net }: SocketModules): SocketFiles {
  return {
    kindOf: (path) =>
      fs.lstat(path).then(
        (found) => (found.isSocket() ? "socket" : "other"),
        (error) => {
          if (codeOf(error) === "ENOENT") return undefined;
          throw error;
        },
      ),
    tryConnect: (path) =>
      new Promise((resolve, reject) => {
        const socket = net.connect(path);
        socket.once("error", reject);
        socket.once("connect", () => {
          socket.destroy();
          resolve();
        });
      }),
    setMode: fs.chmod,
    remove: (path) => fs.rm(path, { force: true }),
  };
}

async function isAnswered(path: string, files: SocketFiles): Promise<boolean> {
  try {
    await files.tryConnect(path);
    return true;
  } catch (error) {
    // Any other failure may come from a live process, for example a full queue or a missing permission.
    return codeOf(error) !== "ECONNREFUSED" && codeOf(error) !== "ENOENT";
  }
}

function taken(path: string, reason: string): ConfigurationError {
  return new ConfigurationError({
    setting: "unix",
    message: `serve() cannot listen on the unix socket ${path}: ${reason}, or choose another path`,
  });
}
