import { expect } from "vitest";
import { type EmulatedAws, emulateAws, PAIR } from "./emulated-aws.ts";

/** Whose token the cases ask for. */
export const SUBJECT = { clusterName: "demo", ...PAIR } as const;

/** The answer of AssumeRoleForPodIdentity. */
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

/** An emulator with an association for the pair. */
export async function withAssociation(members: Record<string, unknown> = {}): Promise<EmulatedAws> {
  const aws = emulateAws();
  await aws.createAssociation(members);
  return aws;
}

/** The answer of an exchange that must succeed. */
export async function exchanged(aws: EmulatedAws, token?: string): Promise<Exchange> {
  const response = await aws.exchange(token);
  expect(response.status).toBe(200);
  return (await response.json()) as Exchange;
}
