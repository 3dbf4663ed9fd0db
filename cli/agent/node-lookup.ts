import type { NodeIdentity } from "../../src/agent/upstream/token-exchange.ts";
import { readInstanceIdentity } from "../../src/credentials/providers/instance/identity.ts";
import type { Ports } from "../../src/ports.ts";

/** How long after a lookup without result the next one may start. Outside EC2 nothing answers, and a lookup takes seconds. */
const AGAIN_AFTER_MS = 600_000;

/**
 * Looks up the node in the instance metadata at once, so that the first exchange need not wait. As long as nothing was found,
 * it looks again from time to time in the background.
 */
export function lookUpNode(ports: Ports): () => Promise<NodeIdentity> {
  let askedAtMs = ports.monotonic();
  const first = ask(ports);
  let newer: NodeIdentity | undefined;
  const askAgain = async (): Promise<void> => {
    askedAtMs = ports.monotonic();
    newer = await ask(ports);
  };
  return async () => {
    const node = newer ?? (await first);
    const isEmpty = Object.keys(node).length === 0;
    if (isEmpty && ports.monotonic() - askedAtMs > AGAIN_AFTER_MS) void askAgain();
    return node;
  };
}

function ask(ports: Ports): Promise<NodeIdentity> {
  return readInstanceIdentity({ ports }).catch((): NodeIdentity => ({}));
}
