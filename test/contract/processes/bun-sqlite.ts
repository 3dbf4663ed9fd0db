import process from "node:process";
import { sqliteStore } from "../../../runtimes/bun/sqlite-store.ts";
import { contend } from "./contend.ts";

const [, , path = ""] = process.argv;
await contend(sqliteStore(path));
process.exit();
