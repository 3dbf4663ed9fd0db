import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Ports, resolvePorts } from "../../src/ports.ts";

/** Whose token to keep in a file. */
export interface TokenFileOptions {
  readonly issueToken: () => Promise<string>;
  readonly expirationSeconds: number;
  /** Where its own folder goes. Default: the system's for temporary files. */
  readonly folder?: string;
  readonly ports?: Partial<Pick<Ports, "runLater">>;
}

/** A token in a file, as the kubelet projects it. */
export interface TokenFile {
  readonly path: string;
  /** Ends the rotation and removes the file with its folder. */
  close(): Promise<void>;
}

/** When the kubelet rotates a token. */
const ROTATED_AT_SHARE = 0.8;

/** Keeps a token that lives in a file of a new folder that only this user can read; rotates it as the kubelet does. */
export async function keepTokenFile(options: TokenFileOptions): Promise<TokenFile> {
  const { issueToken, expirationSeconds, folder: place = tmpdir() } = options;
  const { runLater } = resolvePorts(options.ports);
  const folder = await mkdtemp(join(place, "podkey-pod-"));
  const path = join(folder, "token");
  let isClosed = false;
  let cancel: (() => void) | undefined;
  const write = async (): Promise<void> => {
    const next = join(folder, "next");
    await writeFile(next, await issueToken(), { mode: 0o600 });
    await rename(next, path);
  };
  const rotateLater = (): void => {
    cancel = runLater(expirationSeconds * ROTATED_AT_SHARE * 1000, () => void rotate());
  };
  const rotate = async (): Promise<void> => {
    // What fails is tried again when the next rotation is due.
    await write().catch(() => undefined);
    if (!isClosed) rotateLater();
  };
  const close = async (): Promise<void> => {
    isClosed = true;
    cancel?.();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await write();
  } catch (error) {
    await close();
    throw error;
  }
  rotateLater();
  return { path, close };
}
