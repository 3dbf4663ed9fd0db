import { serve } from "../../runtimes/node/serve.ts";
import { createEmulator, type Emulator } from "../../src/emulator/create-emulator.ts";
import type { EmulatorOptions } from "../../src/emulator/world/create-world.ts";

/** An emulator behind an HTTP server, for tests that inject faults or read the request log. */
export interface ServedEmulator {
  readonly emulator: Emulator;
  readonly url: string;
  /** The settings that point a client of podkey or the AWS SDK for JavaScript at the emulator. */
  readonly settings: {
    readonly region: string;
    readonly endpoint: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  close(): Promise<void>;
}

/** Serves an emulator on a free port of the loopback address. */
export async function serveEmulator(options: EmulatorOptions = {}): Promise<ServedEmulator> {
  const emulator = createEmulator(options);
  const { url, close } = await serve(emulator.fetch);
  emulator.setPublicUrl(url);
  const { credentials } = emulator;
  return { emulator, url, settings: { region: "us-west-2", endpoint: url, credentials }, close };
}
