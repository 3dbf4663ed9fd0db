import * as v from "valibot";
import { parse, type Schema } from "../aws/decode.ts";
import { InvalidTokenError } from "../errors/errors.ts";
import { jwtPayloadOf } from "./jwt-payload.ts";
import type { SourcedToken } from "./token-source.ts";

/** The claims of a Kubernetes service-account token, under their names on the wire. */
export interface ServiceAccountTokenClaims {
  /** The URL of the cluster's token issuer. */
  readonly iss: string;
  /** `system:serviceaccount:NAMESPACE:NAME`. */
  readonly sub: string;
  /** The audiences that may accept the token. */
  readonly aud: readonly string[];
  /** When the token expires, in epoch seconds. */
  readonly exp: number;
  /** When the token was issued, in epoch seconds. */
  readonly iat?: number;
  /** When the token becomes valid, in epoch seconds. */
  readonly nbf?: number;
  /** The Kubernetes objects that the token is bound to. */
  readonly "kubernetes.io"?: {
    readonly namespace: string;
    readonly serviceaccount: { readonly name: string; readonly uid: string };
    readonly pod?: { readonly name: string; readonly uid: string };
    readonly node?: { readonly name: string; readonly uid?: string };
  };
}

/** The pod that a token names. Proven only if the agent verifies tokens. */
export interface Pod {
  /** The Kubernetes namespace of the pod. */
  readonly namespace: string;
  /** The name of the pod's service account. */
  readonly serviceAccount: string;
  /** The pod's name. Absent if the token is not bound to a pod. */
  readonly podName?: string;
  /** The pod's UID. Absent if the token is not bound to a pod. */
  readonly podUid?: string;
}

const SUBJECT = /^system:serviceaccount:([^:]+):([^:]+)$/;

/** Reads the claims of a service-account token without verifying its signature. Throws `INVALID_TOKEN`. */
export function readClaims({ token, source }: SourcedToken): ServiceAccountTokenClaims {
  const payload = jwtPayloadOf(token);
  if (payload) return decodeServiceAccountClaims(payload, source);
  throw new InvalidTokenError({ source, problem: "is not a JWT" });
}

/** Checks that a JWT payload has the claims of a service-account token. Throws `INVALID_TOKEN`. */
export function decodeServiceAccountClaims(payload: unknown, source: string): ServiceAccountTokenClaims {
  return parse(claimsSchema(), payload, ({ path, problem }) => {
    return new InvalidTokenError({
      source,
      problem: `is no service-account token: ${path ?? "its payload"} ${problem}`,
    });
  });
}

/** Reads the pod from a token's claims. Returns `undefined` if the subject is not a service account. */
export function podOf(claims: ServiceAccountTokenClaims): Pod | undefined {
  const [, namespace, serviceAccount] = SUBJECT.exec(claims.sub) ?? [];
  if (!namespace || !serviceAccount) return undefined;
  const { pod } = claims["kubernetes.io"] ?? {};
  return { namespace, serviceAccount, ...(pod && { podName: pod.name, podUid: pod.uid }) };
}

/** The schema of the payload of a service-account token. */
export function claimsSchema(): Schema<ServiceAccountTokenClaims> {
  const namedObject = v.looseObject({ name: v.string(), uid: v.string() });
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
        serviceaccount: namedObject,
        pod: v.exactOptional(namedObject),
        node: v.exactOptional(v.looseObject({ name: v.string(), uid: v.exactOptional(v.string()) })),
      }),
    ),
  });
}
