import type { ServiceAccountTokenClaims } from "./service-account-token.ts";

/** Whom a token speaks for. Proven only where the agent verifies tokens. */
export interface Pod {
  readonly namespace: string;
  readonly serviceAccount: string;
  /** Absent in a token that is bound to no pod. */
  readonly podName?: string;
  readonly podUid?: string;
}

const SUBJECT = /^system:serviceaccount:([^:]+):([^:]+)$/;

/** Reads the pod from a token's claims; `undefined` for a subject that is no service account. */
export function podOf(claims: ServiceAccountTokenClaims): Pod | undefined {
  const [, namespace, serviceAccount] = SUBJECT.exec(claims.sub) ?? [];
  if (!namespace || !serviceAccount) return undefined;
  const { pod } = claims["kubernetes.io"] ?? {};
  return { namespace, serviceAccount, ...(pod && { podName: pod.name, podUid: pod.uid }) };
}
