import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerAsAws, runProgram, withServer } from "./run-program.ts";

/** Makes a key and a certificate that signs itself. */
const OPENSSL = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=eks";

interface Certificate {
  readonly key: string;
  readonly cert: string;
  readonly file: string;
}

let folder: string;
let matching: Certificate;
let other: Certificate;

/** Makes a certificate for an address. */
async function certify(address: string): Promise<Certificate> {
  const [keyFile, file] = [join(folder, `${address}-key.pem`), join(folder, `${address}.pem`)];
  const alternative = ["-addext", `subjectAltName=IP:${address}`];
  execFileSync("openssl", [...OPENSSL.split(" "), ...alternative, "-keyout", keyFile, "-out", file], {
    stdio: "ignore",
  });
  return { key: await readFile(keyFile, "utf8"), cert: await readFile(file, "utf8"), file };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "podkey-tls-"));
  matching = await certify("127.0.0.1");
  other = await certify("127.0.0.2");
});

afterAll(() => rm(folder, { recursive: true }));

describe("an operation over TLS on Node", () => {
  it.each<[string, () => Certificate, () => Record<string, string>, string]>([
    [
      "a private CA of NODE_EXTRA_CA_CERTS",
      () => matching,
      () => ({ NODE_EXTRA_CA_CERTS: matching.file }),
      "ok",
    ],
    [
      "a private CA of NODE_OPTIONS=--use-openssl-ca",
      () => matching,
      () => ({ NODE_OPTIONS: "--use-openssl-ca", SSL_CERT_FILE: matching.file }),
      "ok",
    ],
    [
      "no check by NODE_TLS_REJECT_UNAUTHORIZED=0",
      () => matching,
      () => ({ NODE_TLS_REJECT_UNAUTHORIZED: "0" }),
      "ok",
    ],
    ["a CA that is not trusted", () => matching, () => ({}), "DEPTH_ZERO_SELF_SIGNED_CERT"],
    [
      "a certificate for another host",
      () => other,
      () => ({ NODE_EXTRA_CA_CERTS: other.file }),
      "ERR_TLS_CERT_ALTNAME_INVALID",
    ],
  ])("trusts what fetch trusts: %s", async (_, certificate, env, outcome) => {
    const server = createServer(certificate(), answerAsAws);
    await withServer(
      server,
      async (endpoint) => {
        const report = await runProgram({ endpoint, env: env() });

        expect(report).toMatchObject({ podkey: outcome, isUndiciLoaded: false, fetch: outcome });
      },
      "https",
    );
  });

  it("trusts the CAs of the system with --use-system-ca, as fetch does", async () => {
    await withServer(
      createServer(matching, answerAsAws),
      async (endpoint) => {
        const env = { SSL_CERT_FILE: matching.file };
        const report = await runProgram({ endpoint, env, flags: ["--use-system-ca"] });

        expect(report).toMatchObject({ podkey: "ok", isUndiciLoaded: false, fetch: "ok" });
      },
      "https",
    );
  });
});
