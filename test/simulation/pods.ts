import { NOW_MS } from "../support/aws-examples.ts";
import { seededChance } from "../support/chance.ts";
import { DAY_MS, MINUTE_MS } from "../support/time.ts";
import { unsignedToken } from "../support/unsigned-token.ts";

/** How a pod gets its credentials: a job dies after five minutes; the others live through the day. */
export type PodKind = "job" | "sdk-js" | "botocore" | "chatty";

/** A pod of the day. Times are in milliseconds since the epoch. */
export interface SimulatedPod {
  readonly name: string;
  readonly kind: PodKind;
  readonly bornAtMs: number;
  readonly diesAtMs: number;
}

/** Who runs on the node, and when they start. */
export interface PodsOfDay {
  readonly counts: Readonly<Record<PodKind, number>>;
  /** Jobs start within this time, services within ten minutes. */
  readonly jobsWithinMs: number;
  readonly seed: number;
}

/** A token, and until when it is good. */
export interface ProjectedToken {
  readonly token: string;
  readonly expiresAtMs: number;
}

const JOB_LIFE_MS = 5 * MINUTE_MS;
const SERVICES_WITHIN_MS = 10 * MINUTE_MS;

/** The kubelet puts a new token in place of one that has lived four fifths of its life. */
const ROTATION_SHARE = 0.8;

/** The pods, by chance that repeats itself. */
export function podsOf({ counts, jobsWithinMs, seed }: PodsOfDay): SimulatedPod[] {
  const chance = seededChance(seed);
  return (Object.keys(counts) as PodKind[]).flatMap((kind) =>
    Array.from({ length: counts[kind] }, (_, index) => {
      const isJob = kind === "job";
      const bornAtMs = NOW_MS + Math.floor(chance() * (isJob ? jobsWithinMs : SERVICES_WITHIN_MS));
      return {
        name: `${kind}-${index}`,
        kind,
        bornAtMs,
        diesAtMs: isJob ? bornAtMs + JOB_LIFE_MS : Infinity,
      };
    }),
  );
}

/** Makes the function that reads a pod's token file at a time. Tokens are good for 24 hours. */
export function tokenFiles(): (pod: SimulatedPod, nowMs: number) => ProjectedToken {
  const files = new Map<string, ProjectedToken>();
  const rotationMs = DAY_MS * ROTATION_SHARE;
  return ({ name, bornAtMs }, nowMs) => {
    const issuedAtMs = bornAtMs + Math.floor((nowMs - bornAtMs) / rotationMs) * rotationMs;
    const expiresAtMs = issuedAtMs + DAY_MS;
    const known = files.get(name);
    if (known?.expiresAtMs === expiresAtMs) return known;
    const claims = { exp: Math.floor(expiresAtMs / 1000), "kubernetes.io": kubernetesClaim(name) };
    const issued = { token: unsignedToken(claims), expiresAtMs };
    files.set(name, issued);
    return issued;
  };
}

/** When a pod asks again, after it got credentials at a time. */
export function asksAgainAtMs(kind: PodKind, gotAtMs: number, expiresAtMs: number): number {
  switch (kind) {
    case "job":
      return gotAtMs + 2 * MINUTE_MS;
    case "sdk-js":
      return Math.max(gotAtMs + 1000, expiresAtMs - 5 * MINUTE_MS);
    case "botocore":
      return Math.max(gotAtMs + 1000, expiresAtMs - 15 * MINUTE_MS);
    case "chatty":
      return gotAtMs + MINUTE_MS;
  }
}

function kubernetesClaim(podName: string): Readonly<Record<string, unknown>> {
  return {
    namespace: "shop",
    serviceaccount: { name: "checkout", uid: "f1e2d3c4" },
    pod: { name: podName, uid: `uid-of-${podName}` },
  };
}
