import { ConfigurationError } from "../errors/errors.ts";
import { ownerToken } from "../lib/random-id.ts";
import { basePorts, type Ports, type Store } from "../ports.ts";
import { encodeDated, liveValue } from "./dated-record.ts";
import { markPlaintext, type PlaintextOptions, type PlaintextStore } from "./plaintext.ts";

/** Sends one command. `key` is the only key in it; a cluster client finds the node by it. */
export type SendRedisCommand = (command: string[], key: string) => Promise<unknown>;

/**
 * Any client that can send a command to Redis or Valkey: a client or pool of `redis`, `ioredis` or `iovalkey`, a
 * `Bun.RedisClient`, or a function.
 */
export type RedisClient =
  | SendRedisCommand
  | { sendCommand(command: string[]): Promise<unknown> }
  | { call(command: string, ...parameters: string[]): Promise<unknown> }
  | { send(command: string, parameters: string[]): Promise<unknown> };

/** Options of `redisStore`. */
export interface RedisStoreOptions extends PlaintextOptions, Partial<Pick<Ports, "now" | "random">> {
  /** The beginning of every key in Redis. Default: "podkey:". */
  readonly prefix?: string;
}

/** Replaces a record unless it expires later than the new one. A value that is not a record of podkey is replaced too. */
const SET_SCRIPT = `
local kept = redis.pcall('GET', KEYS[1])
if type(kept) == 'string' then
  local expiresAtMs = tonumber(string.match(kept, '^podkey1 (%d+)\\n.*\\nend$'))
  if expiresAtMs and expiresAtMs > tonumber(ARGV[2]) then return 0 end
end
redis.call('SET', KEYS[1], ARGV[1], 'PXAT', ARGV[2])
return 1`;

/** Ends a lease that the owner still holds. */
const RELEASE_SCRIPT = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`;

/**
 * Keeps records in Redis 6.2 or later, or Valkey, through a client that the caller opens and closes. Wrap it in `sealed()`.
 * Leases go by the server's clock. A failover may grant a lease twice. Throws `CONFIGURATION` if the client cannot send
 * commands.
 *
 * @example
 * const store = sealed(redisStore(client), { keys, currentKeyId });
 */
export function redisStore(client: RedisClient, options: RedisStoreOptions = {}): PlaintextStore {
  const { prefix = "podkey:" } = options;
  const { now, random } = basePorts(options);
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
  return markPlaintext("redisStore", store, options);
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

/** Returns a function that sends commands with a client. Throws `CONFIGURATION` if the client has no known method for it. */
export function commandSender(client: RedisClient): SendRedisCommand {
  if (typeof client === "function") return client;
  // `call` comes first: ioredis also has a `sendCommand`, with another signature.
  if ("call" in client) return ([name = "", ...parameters]) => client.call(name, ...parameters);
  if ("send" in client) return ([name = "", ...parameters]) => client.send(name, parameters);
  if ("sendCommand" in client && client.sendCommand.length <= 2)
    return (command) => client.sendCommand(command);
  throw new ConfigurationError({
    setting: "client",
    message:
      "the Redis client cannot be used as it is: give a client of redis, ioredis or iovalkey, a Bun.RedisClient, or a function, for example (command, key) => cluster.sendCommand(key, false, command)",
  });
}

/** Returns the text of a reply, or `undefined` without one. Some clients return bytes. */
function replyText(reply: unknown): string | undefined {
  if (reply instanceof Uint8Array) return new TextDecoder().decode(reply);
  return typeof reply === "string" ? reply : undefined;
}
