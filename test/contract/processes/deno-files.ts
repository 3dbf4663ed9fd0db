import process from "node:process";
import { fileStore } from "../../../runtimes/deno/file-store.ts";
import { contend } from "./contend.ts";

const [, , path = ""] = process.argv;
await contend(fileStore(path));
process.exit();
