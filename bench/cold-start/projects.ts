import { writeFile } from "node:fs/promises";
import { bundleFor } from "../framework/bundle.ts";
import type { Kind } from "../framework/figures.ts";
import type { Runtime } from "../framework/runtimes.ts";
import { AWS_SDK, AWS4FETCH, FLOOR, HTTP_FLOOR, NOTHING, podkey, WORKERS } from "./programs.ts";
import { type Marks, startProcess } from "./start-process.ts";
import { startWorkerd, workerdConfig } from "./start-workerd.ts";

/** A program that can be started. */
export interface Starter {
  readonly contender: string;
  readonly kind: Kind;
  /** Name of the contender that this one is compared with. Default: the group's first of podkey's. */
  readonly baseline?: string | undefined;
  /** Starts a process and returns when it reached its marks. */
  readonly start: () => Promise<Marks>;
}

/** Writes the programs of a runtime into a folder: each as one bundle, and as a source file that imports from `node_modules`. */
export async function startersOf(
  { family, command }: Runtime,
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<Starter[]> {
  if (family === "workerd") return workerStarters(command[0] ?? "", folder, env);
  const starter = async (
    contender: string,
    kind: Kind,
    code: string,
    baseline?: string,
  ): Promise<Starter> => {
    const path = `${folder}/${family}-${contender.replaceAll(/\W+/g, "-")}.mjs`;
    await writeFile(path, code);
    const start = () => startProcess([...command, path], folder, env);
    return { contender, kind, baseline, start };
  };
  const ours = podkey(family);
  return [
    await starter("podkey, bundled", "podkey", await bundleFor(family, ours)),
    await starter("AWS SDK, bundled", "peer", await bundleFor(family, AWS_SDK)),
    await starter("aws4fetch, bundled", "peer", await bundleFor(family, AWS4FETCH)),
    await starter("podkey, installed", "podkey", ours),
    await starter("AWS SDK, installed", "peer", AWS_SDK, "podkey, installed"),
    await starter("fetch alone", "floor", FLOOR),
    await starter("node:http alone", "floor", HTTP_FLOOR),
    await starter("an empty program", "floor", NOTHING),
  ];
}

async function workerStarters(
  workerd: string,
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<Starter[]> {
  const starter = async (contender: string, kind: Kind, code: string): Promise<Starter> => {
    const name = `worker-${contender.replaceAll(/\W+/g, "-")}`;
    await writeFile(`${folder}/${name}.js`, await bundleFor("workerd", code));
    await writeFile(`${folder}/${name}.capnp`, workerdConfig(`${name}.js`, env));
    return { contender, kind, start: () => startWorkerd(workerd, `${folder}/${name}.capnp`) };
  };
  return [
    await starter("podkey, bundled", "podkey", WORKERS.podkey),
    await starter("AWS SDK, bundled", "peer", WORKERS.awsSdk),
    await starter("aws4fetch, bundled", "peer", WORKERS.aws4fetch),
    await starter("fetch alone", "floor", WORKERS.floor),
  ];
}
