import type { KeyRing } from "./key-ring.ts";

/** An EKS cluster: little more than a name, an issuer and its keys. */
export interface Cluster {
  readonly name: string;
  /** Thirty-two upper-case hex digits, part of the issuer's URL. */
  readonly id: string;
  readonly arn: string;
  readonly createdAtMs: number;
  readonly keys: KeyRing;
  tags: Readonly<Record<string, string>>;
}
