import { type AwsCredentials, makeCredentials } from "../../src/aws/credentials.ts";

const LIFE_MS = 6 * 3_600_000;
/** A session token of EKS Auth has about 1,000 characters. */
const TOKEN_REPEATS = 42;

/** Credentials as EKS Auth issues them, in texts of their own, as from a parsed answer. */
export function exampleCredentials(): AwsCredentials {
  return makeCredentials({
    accessKeyId: ownText("ASIAIOSFODNN7EXAMPLE"),
    secretAccessKey: ownText("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
    sessionToken: ownText("IQoJb3JpZ2luX2VjEXAMPLEx".repeat(TOKEN_REPEATS)),
    expiration: new Date(Date.now() + LIFE_MS),
    accountId: "111122223333",
  });
}

function ownText(text: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(text));
}
