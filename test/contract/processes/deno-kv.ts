import process from "node:process";
import { kvStore } from "../../../runtimes/deno/kv-store.ts";
import { takePart } from "./take-part.ts";

const [, , path = ""] = process.argv;
await takePart(kvStore(path, { allowPlaintext: true }));
process.exit();
