import { TEXT } from "../aws/names.ts";
import { parse } from "../aws/parse.ts";
import type { ConvertedShape, ObjectShape } from "../aws/shape.ts";
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

const NUMBER: ConvertedShape<number> = {
  expected: "number",
  convert: (value) => (typeof value === "number" && !Number.isNaN(value) ? value : undefined),
};

const NAMED_OBJECT: ObjectShape<{ readonly name: string; readonly uid: string }> = {
  required: { name: TEXT, uid: TEXT },
  optional: {},
};

/** The payload of a service-account token. */
export const CLAIMS: ObjectShape<ServiceAccountTokenClaims> = {
  required: {
    iss: TEXT,
    sub: TEXT,
    aud: { expected: "string or a list of strings", convert: toAudiences },
    exp: NUMBER,
  },
  optional: {
    iat: NUMBER,
    nbf: NUMBER,
    "kubernetes.io": {
      required: { namespace: TEXT, serviceaccount: NAMED_OBJECT },
      optional: { pod: NAMED_OBJECT, node: { required: { name: TEXT }, optional: { uid: TEXT } } },
    },
  },
};

/** Reads the claims of a service-account token without verifying its signature. Throws `INVALID_TOKEN`. */
export function readClaims({ token, source }: SourcedToken): ServiceAccountTokenClaims {
  const payload = jwtPayloadOf(token);
  if (payload) return decodeServiceAccountClaims(payload, source);
  throw new InvalidTokenError({ source, problem: "is not a JWT" });
}

/** Checks that a JWT payload has the claims of a service-account token. Throws `INVALID_TOKEN`. */
export function decodeServiceAccountClaims(payload: unknown, source: string): ServiceAccountTokenClaims {
  return parse(CLAIMS, payload, (path, { problem }) => {
    return new InvalidTokenError({
      source,
      problem: `is no service-account token: ${path || "its payload"} ${problem}`,
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

function toAudiences(audience: unknown): string[] | undefined {
  const audiences = [audience].flat();
  return audiences.every((item) => typeof item === "string") ? audiences : undefined;
}
