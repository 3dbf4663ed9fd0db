import { ConfigurationError } from "../../../src/errors/errors.ts";

/** What a server needs to know and do about the file of its socket. */
export interface SocketFiles {
  /** What is at a path; `undefined` for nothing. */
  kindOf(path: string): Promise<"socket" | "other" | undefined>;
  /** Connects to a socket, and hangs up. Rejects with the runtime's error. */
  knock(path: string): Promise<void>;
  setMode(path: string, mode: number): Promise<void>;
  remove(path: string): Promise<void>;
}

/** The part of Node's modules that `SocketFiles` needs; Bun has the same. */
export interface SocketModules {
  readonly fs: {
    lstat(path: string): Promise<{ isSocket(): boolean }>;
    chmod(path: string, mode: number): Promise<void>;
    rm(path: string, options: { readonly force: true }): Promise<void>;
  };
  readonly net: { connect(path: string): KnockingSocket };
}

interface KnockingSocket {
  once(event: "connect", listener: () => void): unknown;
  once(event: "error", listener: (error: Error) => void): unknown;
  destroy(): unknown;
}

/**
 * Makes room for a socket at a path: one that nobody answers is removed. Rejects with `CONFIGURATION` if a process listens
 * there, or something else has the name.
 */
export async function clearSocketPath(path: string, files: SocketFiles): Promise<void> {
  const kind = await files.kindOf(path);
  if (kind === undefined) return;
  if (kind === "other") throw taken(path, "something that is no socket has that name");
  if (await isAnswered(path, files)) throw taken(path, "another process listens there");
  await files.remove(path);
}

/** What a server does about the file of its socket, by the modules of Node. */
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
    knock: (path) =>
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

/** The system's code of an error, as `EADDRINUSE`. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

async function isAnswered(path: string, files: SocketFiles): Promise<boolean> {
  try {
    await files.knock(path);
    return true;
  } catch (error) {
    // Any other failure, as that of a full queue or of a missing permission, may come from a live process.
    return codeOf(error) !== "ECONNREFUSED" && codeOf(error) !== "ENOENT";
  }
}

function taken(path: string, reason: string): ConfigurationError {
  return new ConfigurationError({
    setting: "unix",
    message: `serve() cannot listen on the unix socket ${path}: ${reason}; remove it or choose another path`,
  });
}
