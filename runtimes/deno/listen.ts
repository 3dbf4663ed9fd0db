import type { ListenAddress } from "../shared/server/settings.ts";
import { clearSocketPath } from "../shared/server/unix-socket.ts";
import { type DenoAddress, type DenoHandler, type DenoServer, denoApi } from "./deno-api.ts";
import { denoSocketFiles } from "./socket-files.ts";

/** A server that listens until it is closed, even if it fails to accept a connection. */
export interface RestartingServer {
  readonly addr: DenoAddress;
  /** Resolves once the server has closed and its last connection has ended. */
  readonly finished: Promise<void>;
  /** Stops listening, and waits for the responses in progress. */
  shutdown(): Promise<void>;
  /** Ends the server and its connections at once. Must not follow `shutdown()`. */
  abort(): void;
}

/** One server of Deno, and what ends it. */
interface Listening {
  readonly server: DenoServer;
  readonly abort: () => void;
}

const RETRY_MS = 50;

/**
 * Listens at an address. At the first connection that it cannot accept, for example without a free file descriptor
 * (`EMFILE`), Deno's server stops for good. This ends its connections then, which frees descriptors, and listens again.
 * Rejects with Deno's error if it cannot listen at first.
 */
export async function listenWithRestart(
  address: ListenAddress,
  answer: DenoHandler,
): Promise<RestartingServer> {
  let isClosing = false;
  let current = await listen(address, answer);
  const { addr } = current.server;
  const sameAddress = address.unix === undefined ? { ...address, port: addr.port ?? 0 } : address;
  const restartAfterFailures = async (): Promise<void> => {
    for (let hasFailed = true; hasFailed; ) {
      hasFailed = await current.server.finished.then(
        () => false,
        () => !isClosing,
      );
      if (!hasFailed) return;
      current.abort();
      current = await listenWhenPossible(sameAddress, answer, () => isClosing);
    }
  };
  return {
    addr,
    finished: restartAfterFailures(),
    shutdown() {
      isClosing = true;
      return current.server.shutdown();
    },
    abort() {
      isClosing = true;
      current.abort();
    },
  };
}

/** Tries to listen until it succeeds. A server that was closed meanwhile ends as soon as it listens. */
async function listenWhenPossible(
  address: ListenAddress,
  answer: DenoHandler,
  isClosing: () => boolean,
): Promise<Listening> {
  for (;;) {
    const listening = await listen(address, answer).catch(() => undefined);
    if (listening) {
      if (isClosing()) listening.abort();
      return listening;
    }
    await new Promise((resolve) => {
      setTimeout(resolve, RETRY_MS);
    });
  }
}

async function listen(address: ListenAddress, answer: DenoHandler): Promise<Listening> {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const serving = {
    signal: controller.signal,
    onListen: () => undefined,
    onError: () => new Response(null, { status: 500 }),
  };
  if (address.unix === undefined) {
    const { port, hostname } = address;
    return { server: denoApi().serve({ ...serving, port, hostname }, answer), abort };
  }
  const { unix, mode } = address;
  const files = denoSocketFiles();
  await clearSocketPath(unix, files);
  const server = denoApi().serve({ ...serving, path: unix }, answer);
  try {
    await files.setMode(unix, mode);
  } catch (error) {
    abort();
    throw error;
  }
  return { server, abort };
}
