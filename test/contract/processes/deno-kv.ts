import process from "node:process";
import { kvStore } from "../../../runtimes/deno/kv-store.ts";
import { contend } from "./contend.ts";

const [, , path = ""] = process.argv;
await contend(kvStore(path));
process.exit();
