import process from "node:process";
import { fileStore } from "../../../runtimes/node/file-store.ts";
import { recordOf } from "./numbered-record.ts";

// Writes records that expire later and later, and prints the number of each one that is stored. Runs until it is killed.
const [, , folder = "", first = ""] = process.argv;
const store = fileStore(folder);
for (let number = Number(first); ; number += 1) {
  const { value, expiresAtMs } = recordOf(number);
  await store.set("key", value, { expiresAtMs });
  process.stdout.write(`${number}\n`);
}
