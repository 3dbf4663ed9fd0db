import { ConfigurationError } from "../errors/errors.ts";

/** Sends one command. `key` is the only key in it, by which a cluster finds the node. */
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

/** How to send a command with a client, told by its methods. Throws `CONFIGURATION` for a client without any of them. */
export function commandSender(client: RedisClient): SendRedisCommand {
  if (typeof client === "function") return client;
  // First of all, because ioredis has a `sendCommand` of its own, which takes something else.
  if ("call" in client) return ([name = "", ...parameters]) => client.call(name, ...parameters);
  if ("send" in client) return ([name = "", ...parameters]) => client.send(name, parameters);
  if ("sendCommand" in client && client.sendCommand.length <= 2)
    return (command) => client.sendCommand(command);
  throw new ConfigurationError({
    setting: "client",
    message:
      "the Redis client cannot be used as it is: give a client of redis, ioredis or iovalkey, a Bun.RedisClient, or a function, as (command, key) => cluster.sendCommand(key, false, command)",
  });
}

/** The text of a reply, or `undefined` for none. A client may be set to answer with bytes. */
export function replyText(reply: unknown): string | undefined {
  if (reply instanceof Uint8Array) return new TextDecoder().decode(reply);
  return typeof reply === "string" ? reply : undefined;
}
