import type { SocketFiles } from "../shared/server/unix-socket.ts";
import { codeOf } from "../shared/system-code.ts";
import { type DenoApi, denoApi } from "./deno-api.ts";

/** The part of Deno's API that a server on a unix socket uses. */
interface DenoSocketApi extends DenoApi {
  lstat(path: string): Promise<{ readonly isSocket: boolean | null }>;
  connect(options: { readonly transport: "unix"; readonly path: string }): Promise<{ close(): void }>;
  chmod(path: string, mode: number): Promise<void>;
  remove(path: string): Promise<void>;
}

/** Makes the file operations of a server on a unix socket from Deno's API. */
export function denoSocketFiles(): SocketFiles {
  const deno = denoApi() as DenoSocketApi;
  return {
    kindOf: (path) =>
      deno.lstat(path).then(
        ({ isSocket }) => (isSocket ? "socket" : "other"),
        (error) => {
          if (codeOf(error) === "ENOENT") return undefined;
          throw error;
        },
      ),
    tryConnect: (path) => deno.connect({ transport: "unix", path }).then((connection) => connection.close()),
    setMode: (path, mode) => deno.chmod(path, mode),
    remove: (path) => deno.remove(path),
  };
}
