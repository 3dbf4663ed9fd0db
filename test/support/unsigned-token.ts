/** Claims that EKS Auth would accept. */
export const POD_CLAIMS: Readonly<Record<string, unknown>> = {
  iss: "https://oidc.eks.us-west-2.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE",
  sub: "system:serviceaccount:shop:checkout",
  aud: ["pods.eks.amazonaws.com"],
  exp: 1_772_409_600,
  "kubernetes.io": {
    namespace: "shop",
    serviceaccount: { name: "checkout", uid: "f1e2d3c4" },
    pod: { name: "checkout-0", uid: "a1b2c3d4" },
  },
};

/** Builds a JWT with an invalid signature. Claims that are `undefined` are left out. */
export function unsignedToken(claims: Readonly<Record<string, unknown>> = {}, signature = "c2ln"): string {
  return `${base64url({ alg: "RS256", typ: "JWT" })}.${base64url({ ...POD_CLAIMS, ...claims })}.${signature}`;
}

function base64url(value: unknown): string {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
