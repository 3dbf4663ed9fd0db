import process from "node:process";
import { sqliteStore } from "../../../runtimes/bun/sqlite-store.ts";
import { takePart } from "./take-part.ts";

const [, , path = ""] = process.argv;
await takePart(sqliteStore(path, { allowPlaintext: true }));
process.exit();
