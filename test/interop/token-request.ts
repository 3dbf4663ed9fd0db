/** Requests a token of the service account shop/checkout, bound to its pod, from the emulated Kubernetes API. */
export async function requestToken(emulatorUrl: string, audience: string): Promise<string> {
  const path = "/k8s/demo/api/v1/namespaces/shop/serviceaccounts/checkout/token";
  const response = await fetch(emulatorUrl + path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenRequest",
      spec: {
        audiences: [audience],
        expirationSeconds: 3600,
        boundObjectRef: { kind: "Pod", apiVersion: "v1", name: "checkout-0" },
      },
    }),
  });
  const { status } = (await response.json()) as { status: { token: string } };
  return status.token;
}
