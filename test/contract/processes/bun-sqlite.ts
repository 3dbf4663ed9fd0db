import process from "node:process";
import { sqliteStore } from "../../../runtimes/bun/sqlite-store.ts";
import { takePart } from "./take-part.ts";

const [, , path = ""] = process.argv;
// The process ends by itself: its lease is released and its record kept after the callers have their credentials.
await takePart(sqliteStore(path, { allowPlaintext: true }));
