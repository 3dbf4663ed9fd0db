import { NOW_MS } from "../../support/aws-examples.ts";
import { DAY_MS } from "../../support/time.ts";
import { unsignedToken } from "../../support/unsigned-token.ts";

/** The claims and the signature of a token. */
export interface PodTokenOptions {
  readonly namespace?: string;
  readonly serviceAccount?: string;
  /** How long the token lives from the first moment of the fake clock, in milliseconds. */
  readonly lifeMs?: number;
  readonly signature?: string;
  /** Claims that are added or that replace others. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** Makes a pod's token without a valid signature, which the fake exchange accepts. */
export function podToken(podName: string, options: PodTokenOptions = {}): string {
  const { namespace = "shop", serviceAccount = "checkout", lifeMs = DAY_MS, signature, claims } = options;
  const own = {
    sub: `system:serviceaccount:${namespace}:${serviceAccount}`,
    exp: (NOW_MS + lifeMs) / 1000,
    "kubernetes.io": {
      namespace,
      serviceaccount: { name: serviceAccount, uid: `uid-of-${serviceAccount}` },
      pod: { name: podName, uid: `uid-of-${podName}` },
    },
  };
  return unsignedToken({ ...own, ...claims }, signature);
}
