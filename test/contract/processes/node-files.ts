import process from "node:process";
import { fileStore } from "../../../runtimes/node/file-store.ts";
import { takePart } from "./take-part.ts";

const [, , path = ""] = process.argv;
await takePart(fileStore(path, { allowPlaintext: true }));
process.exit();
