import type { NodeIdentity } from "../../src/agent/upstream/token-exchange.ts";
import { readInstanceIdentity } from "../../src/credentials/providers/instance/identity.ts";
import type { Ports } from "../../src/ports.ts";

/** Off EC2 nothing answers, and an exchange must not wait for that each time. */
const AGAIN_AFTER_MS = 600_000;

/**
 * Looks the node up in the instance's metadata: at once, so that the first exchange finds it, and again now and then as long
 * as nothing was found, behind the callers.
 */
export function lookUpNode(ports: Ports): () => Promise<NodeIdentity> {
  let askedAtMs = ports.now();
  const first = ask(ports);
  let newer: NodeIdentity | undefined;
  const askAgain = async (): Promise<void> => {
    askedAtMs = ports.now();
    newer = await ask(ports);
  };
  return async () => {
    const node = newer ?? (await first);
    const isEmpty = Object.keys(node).length === 0;
    if (isEmpty && ports.now() - askedAtMs > AGAIN_AFTER_MS) void askAgain();
    return node;
  };
}

function ask(ports: Ports): Promise<NodeIdentity> {
  return readInstanceIdentity({ ports }).catch((): NodeIdentity => ({}));
}
