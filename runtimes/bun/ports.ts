import { type Bytes, type Digest, type Ports, resolvePorts } from "../../src/ports.ts";
import { bunApi } from "./bun-api.ts";

/**
 * What Bun supplies: environment variables, files, and native hashing. Throws `CONFIGURATION` on another runtime.
 *
 * @example
 * const client = createClient({ region: "us-west-2", ports: bunPorts() });
 */
export function bunPorts(): Ports {
  return resolvePorts({ env: (name) => bunApi().env[name], readText, digest: bunDigest() });
}

function bunDigest(): Digest {
  const { CryptoHasher } = bunApi();
  return {
    sha256: (data) => bytesOf(new CryptoHasher("sha256").update(data).digest()),
    hmacSha256: (key, data) => bytesOf(new CryptoHasher("sha256", key).update(data).digest()),
  };
}

async function readText(path: string): Promise<string | undefined> {
  const file = bunApi().file(path);
  return (await file.exists()) ? file.text() : undefined;
}

/** A `Buffer` may be a slice of a pool that is shared; its bytes are not. */
function bytesOf(buffer: Uint8Array): Bytes {
  return new Uint8Array(buffer);
}
