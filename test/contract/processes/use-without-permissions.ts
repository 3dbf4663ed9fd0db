import process from "node:process";
import { connect } from "../../../runtimes/deno/connect.ts";
import { denoPorts } from "../../../runtimes/deno/ports.ts";
import type { CredentialProvider } from "../../../src/aws/credentials.ts";
import { fromContainer } from "../../../src/credentials/providers/container/from-container.ts";
import { fromEnv } from "../../../src/credentials/providers/from-env.ts";
import { fromWebToken } from "../../../src/credentials/providers/from-web-token.ts";
import { fromInstanceMetadata } from "../../../src/credentials/providers/instance/from-instance-metadata.ts";
import { isPodkeyError } from "../../../src/errors/any-error.ts";
import { createClient } from "../../../src/http/client.ts";

// Asks every source with the permissions that this Deno has. Prints the results as JSON.

/** What became of a source. */
export interface DeniedResult {
  readonly code: string;
  readonly setting: string;
  readonly message: string;
  readonly tookMs: number;
}

const ports = denoPorts();
const client = createClient({ region: "us-west-2", ports });
const roleArn = "arn:aws:iam::111122223333:role/checkout";
const token = "header.payload.signature";
const keys = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};

const sources: Readonly<Record<string, CredentialProvider>> = {
  fromEnv: fromEnv({ ports }),
  "fromWebToken, file": fromWebToken({ client, roleArn, tokenFile: "/nonexistent/token" }),
  "fromWebToken, exchange": fromWebToken({ client, roleArn, token }),
  "fromContainer, IPv4": fromContainer({ ports, uri: "http://169.254.170.23/v1/credentials", token }),
  "fromContainer, IPv6": fromContainer({ ports, uri: "http://[fd00:ec2::23]/v1/credentials", token }),
  fromInstanceMetadata: fromInstanceMetadata({ ports }),
  "fetch of a session": async () => {
    const aws = connect({ region: "us-west-2", credentials: keys });
    await aws.fetch("https://sts.us-west-2.amazonaws.com/");
    return keys;
  },
};

const results: Record<string, DeniedResult> = {};
for (const [name, source] of Object.entries(sources)) results[name] = await resultOf(source);
process.stdout.write(JSON.stringify(results));

async function resultOf(source: CredentialProvider): Promise<DeniedResult> {
  const startedMs = performance.now();
  const error: unknown = await source().catch((reason: unknown) => reason);
  const tookMs = performance.now() - startedMs;
  if (!isPodkeyError(error)) return { code: "none", setting: "", message: String(error), tookMs };
  const setting = error.code === "CONFIGURATION" ? error.setting : "";
  return { code: error.code, setting, message: error.message, tookMs };
}
