import { NOW_MS } from "../../support/aws-examples.ts";
import { unsignedToken } from "../../support/unsigned-token.ts";

/** Whose token, for how long, and which of theirs. */
export interface PodTokenOptions {
  readonly namespace?: string;
  readonly serviceAccount?: string;
  /** From the time at which the fake clock stands at first. */
  readonly lifeMs?: number;
  readonly signature?: string;
  /** Further claims, or others in place of these. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

const DAY_MS = 86_400_000;

/** A token of a pod that nobody has signed: the exchange of a scene takes it. */
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
