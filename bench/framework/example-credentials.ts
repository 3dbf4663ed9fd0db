import { type AwsCredentials, makeCredentials } from "../../src/aws/credentials.ts";

const TTL_MS = 6 * 3_600_000;
/** A session token of EKS Auth has about 1,000 characters. */
const TOKEN_REPEATS = 42;

/** Makes credentials like those of EKS Auth. Each call makes new strings, as parsing a response does. */
export function exampleCredentials(): AwsCredentials {
  return makeCredentials({
    accessKeyId: newString("ASIAIOSFODNN7EXAMPLE"),
    secretAccessKey: newString("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
    sessionToken: newString("IQoJb3JpZ2luX2VjEXAMPLEx".repeat(TOKEN_REPEATS)),
    expiration: new Date(Date.now() + TTL_MS),
    accountId: "111122223333",
  });
}

function newString(text: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(text));
}
