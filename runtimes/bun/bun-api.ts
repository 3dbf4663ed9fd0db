import type { Bytes } from "../../src/ports.ts";
import { missingRuntime } from "../missing-runtime.ts";

/** The part of Bun's API that podkey uses. */
export interface BunApi {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly CryptoHasher: new (algorithm: "sha256", hmacKey?: Bytes) => BunHasher;
  /** From Bun 1.4. */
  readonly cron?: (schedule: string, handler: () => Promise<void>) => BunCronJob;
  file(path: string): { text(): Promise<string>; exists(): Promise<boolean> };
  serve(options: BunServeOptions): BunServer;
}

interface BunCronJob {
  stop(): unknown;
  unref(): unknown;
}

interface BunHasher {
  update(data: Bytes): BunHasher;
  digest(): Uint8Array;
}

interface BunServeOptions {
  readonly port: number;
  readonly hostname: string;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly error: (error: unknown) => Response;
}

interface BunServer {
  readonly hostname: string;
  readonly port: number;
  stop(closeActiveConnections: boolean): Promise<void>;
}

/** Bun's API, looked up when it is used. Throws `CONFIGURATION` on another runtime. */
export function bunApi(): BunApi {
  const { Bun } = globalThis as { Bun?: BunApi };
  if (Bun) return Bun;
  throw missingRuntime("podkey/bun", "Bun");
}
