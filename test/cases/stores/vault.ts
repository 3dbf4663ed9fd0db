import type { Store } from "../../../src/ports.ts";
import { memoryStore } from "../../../src/stores/memory.ts";
import { type SealedEvent, type SealedOptions, sealed } from "../../../src/stores/sealed/sealed.ts";
import { NOW_MS } from "../../support/aws-examples.ts";
import { HOUR_MS } from "../../support/time.ts";

export const ONE: Uint8Array = new Uint8Array(32).fill(1);
export const TWO: Uint8Array = new Uint8Array(32).fill(2);
export const IN_ONE_HOUR = { expiresAtMs: NOW_MS + HOUR_MS };

/** Records in memory, and sealed stores over them that may know different keys. */
export interface Vault {
  readonly inner: Store;
  /** What the sealed stores refused. */
  readonly events: SealedEvent[];
  readonly open: (keys: SealedOptions["keys"], currentKeyId: string) => Store;
}

/** Makes an empty vault, in which it is always `NOW_MS`. */
export function vault(): Vault {
  const inner = memoryStore({ now });
  const events: SealedEvent[] = [];
  const onEvent = (event: SealedEvent) => events.push(event);
  const open: Vault["open"] = (keys, currentKeyId) => sealed(inner, { keys, currentKeyId, now, onEvent });
  return { inner, events, open };
}

function now(): number {
  return NOW_MS;
}
