import { decodeJwt } from "jose";
import * as v from "valibot";
import { parse, type Schema } from "../aws/decode.ts";
import { InvalidTokenError } from "../errors/errors.ts";
import type { SourcedToken } from "./token-source.ts";

/** The claims of a Kubernetes service-account token (RFC 7519 names), as a projected volume holds it. */
export interface ServiceAccountTokenClaims {
  readonly iss: string;
  /** `system:serviceaccount:NAMESPACE:NAME`. */
  readonly sub: string;
  readonly aud: readonly string[];
  /** Epoch seconds. */
  readonly exp: number;
  /** Epoch seconds. */
  readonly iat?: number;
  readonly nbf?: number;
  readonly "kubernetes.io"?: {
    readonly namespace: string;
    readonly serviceaccount: { readonly name: string; readonly uid: string };
    readonly pod?: { readonly name: string; readonly uid: string };
    readonly node?: { readonly name: string; readonly uid?: string };
  };
}

/** Whom a token speaks for. Proven only where the agent verifies tokens. */
export interface Pod {
  readonly namespace: string;
  readonly serviceAccount: string;
  /** Absent in a token that is bound to no pod. */
  readonly podName?: string;
  readonly podUid?: string;
}

const SUBJECT = /^system:serviceaccount:([^:]+):([^:]+)$/;

/** Reads the claims of a service-account token without verifying it. Throws `INVALID_TOKEN`. */
export function readClaims({ token, source }: SourcedToken): ServiceAccountTokenClaims {
  return decodeServiceAccountClaims(decodePayload(token, source), source);
}

/** Reads the payload of a service-account token, which nobody has verified. Throws `InvalidTokenError`. */
export function decodeServiceAccountClaims(payload: unknown, source: string): ServiceAccountTokenClaims {
  return parse(claims(), payload, ({ path, problem }) => {
    return new InvalidTokenError({
      source,
      problem: `is no service-account token: ${path ?? "its payload"} ${problem}`,
    });
  });
}

/** Reads the pod from a token's claims; `undefined` for a subject that is no service account. */
export function podOf(claims: ServiceAccountTokenClaims): Pod | undefined {
  const [, namespace, serviceAccount] = SUBJECT.exec(claims.sub) ?? [];
  if (!namespace || !serviceAccount) return undefined;
  const { pod } = claims["kubernetes.io"] ?? {};
  return { namespace, serviceAccount, ...(pod && { podName: pod.name, podUid: pod.uid }) };
}

function decodePayload(token: string, source: string): unknown {
  try {
    return decodeJwt(token);
  } catch {
    // Without its cause: the message of a JSON parser quotes what it read.
    throw new InvalidTokenError({ source, problem: "is not a JWT" });
  }
}

function claims(): Schema<ServiceAccountTokenClaims> {
  const named = v.looseObject({ name: v.string(), uid: v.string() });
  return v.looseObject({
    iss: v.string(),
    sub: v.string(),
    aud: v.pipe(
      v.unknown(),
      v.transform((audience) => [audience].flat()),
      v.array(v.string()),
    ),
    exp: v.number(),
    iat: v.exactOptional(v.number()),
    nbf: v.exactOptional(v.number()),
    "kubernetes.io": v.exactOptional(
      v.looseObject({
        namespace: v.string(),
        serviceaccount: named,
        pod: v.exactOptional(named),
        node: v.exactOptional(v.looseObject({ name: v.string(), uid: v.exactOptional(v.string()) })),
      }),
    ),
  });
}
