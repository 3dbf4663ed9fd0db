import process from "node:process";
import { fileStore } from "../../../runtimes/node/file-store.ts";
import { takePart } from "./take-part.ts";

const [, , path = ""] = process.argv;
// The process ends by itself: its lease is released and its record kept after the callers have their credentials.
await takePart(fileStore(path, { allowPlaintext: true }));
