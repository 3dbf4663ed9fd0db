import process from "node:process";
import { createClient } from "redis";
import { redisStore } from "../../../src/stores/redis.ts";
import { takePart } from "./take-part.ts";

const [, , port] = process.argv;
const client = createClient({ socket: { host: "127.0.0.1", port: Number(port) } });
await client.connect();
await takePart(redisStore(client, { allowPlaintext: true }));
await client.close();
