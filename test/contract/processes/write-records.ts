import process from "node:process";
import { fileStore } from "../../../runtimes/node/file-store.ts";
import { recordOf } from "./numbered-record.ts";

// Writes one record after the other, each expiring later, and prints the number of each that is kept, until it is killed.
const [, , folder = "", first = ""] = process.argv;
const store = fileStore(folder);
for (let number = Number(first); ; number += 1) {
  const { value, expiresAtMs } = recordOf(number);
  await store.set("key", value, { expiresAtMs });
  process.stdout.write(`${number}\n`);
}
