import { ownerToken } from "../lib/random-id.ts";
import { type Ports, resolvePorts, type Store } from "../ports.ts";
import { encodeDated, liveValue } from "./dated-record.ts";
import { leavingProcess, type PlaintextOptions, type PlaintextStore } from "./plaintext.ts";
import { commandSender, type RedisClient, replyText, type SendRedisCommand } from "./redis-client.ts";

/** How records are kept in Redis. */
export interface RedisStoreOptions extends PlaintextOptions, Partial<Pick<Ports, "now" | "random">> {
  /** What every key in Redis begins with. Default `podkey:`. */
  readonly prefix?: string;
}

/** Replaces a record unless it expires later than the new one. What is no record of podkey is replaced too. */
const SET_SCRIPT = `
local kept = redis.pcall('GET', KEYS[1])
if type(kept) == 'string' then
  local expiresAtMs = tonumber(string.match(kept, '^podkey1 (%d+)\\n.*\\nend$'))
  if expiresAtMs and expiresAtMs > tonumber(ARGV[2]) then return 0 end
end
redis.call('SET', KEYS[1], ARGV[1], 'PXAT', ARGV[2])
return 1`;

/** Ends a lease if it is still the owner's. */
const RELEASE_SCRIPT = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`;

/**
 * Keeps records in Redis 6.2 or later, or Valkey, through a client that the caller opens and closes. Wrap it in `sealed()`.
 * Leases go by the server's clock, and are as safe as one Redis is: a failover may give one away twice. Throws
 * `CONFIGURATION` for a client that cannot send commands.
 *
 * @example
 * const store = sealed(redisStore(client), { keys, currentKeyId });
 */
export function redisStore(client: RedisClient, options: RedisStoreOptions = {}): PlaintextStore {
  const { prefix = "podkey:" } = options;
  const { now, random } = resolvePorts(options);
  const send = commandSender(client);
  const store: Store = {
    async get(key) {
      return liveValue(await getText(send, `${prefix}record:${key}`), now());
    },
    async set(key, value, { expiresAtMs }) {
      if (!(now() < expiresAtMs)) return;
      const record = encodeDated({ value, expiresAtMs });
      await evaluate(send, SET_SCRIPT, `${prefix}record:${key}`, [record, String(Math.floor(expiresAtMs))]);
    },
    async delete(key) {
      const name = `${prefix}record:${key}`;
      await send(["DEL", name], name);
    },
    async acquire(key, { ttlMs }) {
      const name = `${prefix}lease:${key}`;
      const owner = ownerToken(random);
      const reply = await send(["SET", name, owner, "NX", "PX", String(Math.ceil(ttlMs))], name);
      if (reply === null || reply === undefined) return undefined;
      return async () => {
        await evaluate(send, RELEASE_SCRIPT, name, [owner]);
      };
    },
  };
  return leavingProcess("redisStore", store, options);
}

async function getText(send: SendRedisCommand, name: string): Promise<string | undefined> {
  try {
    return replyText(await send(["GET", name], name));
  } catch (error) {
    if (error instanceof Error && error.message.includes("WRONGTYPE")) return undefined;
    throw error;
  }
}

function evaluate(
  send: SendRedisCommand,
  script: string,
  name: string,
  parameters: readonly string[],
): Promise<unknown> {
  return send(["EVAL", script, "1", name, ...parameters], name);
}
