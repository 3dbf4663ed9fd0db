import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Ports, resolvePorts } from "../../src/ports.ts";

/** The token to keep in a file, and where. */
export interface TokenFileOptions {
  readonly issueToken: () => Promise<string>;
  /** The lifetime of each token. */
  readonly expirationSeconds: number;
  /** The parent of the folder that is created. Default: the system's temporary folder. */
  readonly folder?: string;
  readonly ports?: Partial<Pick<Ports, "runLater">>;
}

/** A file with a token, as the kubelet projects it into a pod. */
export interface TokenFile {
  readonly path: string;
  /** Stops the rotation, and removes the file and its folder. */
  close(): Promise<void>;
}

/** The kubelet rotates a token when this share of its lifetime has passed. */
const ROTATED_AT_SHARE = 0.8;

/** Writes a token to a file in a new folder that only this user can read, and rotates it as the kubelet does. */
export async function keepTokenFile(options: TokenFileOptions): Promise<TokenFile> {
  const { issueToken, expirationSeconds, folder: place = tmpdir() } = options;
  const { runLater } = resolvePorts(options.ports);
  const folder = await mkdtemp(join(place, "podkey-pod-"));
  const path = join(folder, "token");
  let isClosed = false;
  let cancel: (() => void) | undefined;
  let rotation: Promise<void> | undefined;
  const write = async (): Promise<void> => {
    const next = join(folder, "next");
    await writeFile(next, await issueToken(), { mode: 0o600 });
    await rename(next, path);
  };
  const rotateLater = (): void => {
    cancel = runLater(expirationSeconds * ROTATED_AT_SHARE * 1000, () => {
      rotation = rotate();
    });
  };
  const rotate = async (): Promise<void> => {
    // A failed rotation is repeated when the next one is due.
    await write().catch(() => undefined);
    if (!isClosed) rotateLater();
  };
  const close = async (): Promise<void> => {
    isClosed = true;
    cancel?.();
    // A write under way would create its file again.
    await rotation;
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
