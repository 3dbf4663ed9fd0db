import { expect } from "vitest";
import { type EmulatedAws, emulateAws, PAIR } from "./emulated-aws.ts";

/** The service account of the tokens in these cases. */
export const SUBJECT = { clusterName: "demo", ...PAIR } as const;

/** The response of AssumeRoleForPodIdentity. */
export interface Exchange {
  readonly subject: unknown;
  readonly audience: string;
  readonly podIdentityAssociation: unknown;
  readonly assumedRoleUser: { readonly arn: string; readonly assumeRoleId: string };
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
    readonly expiration: number;
  };
}

/** Creates an emulator with an association for the pair. */
export async function withAssociation(members: Record<string, unknown> = {}): Promise<EmulatedAws> {
  const aws = emulateAws();
  await aws.createAssociation(members);
  return aws;
}

/** Exchanges a token, and returns the response of the exchange, which must succeed. */
export async function exchanged(aws: EmulatedAws, token?: string): Promise<Exchange> {
  const response = await aws.exchange(token);
  expect(response.status).toBe(200);
  return (await response.json()) as Exchange;
}
