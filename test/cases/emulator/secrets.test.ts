import { describe, expect, test } from "vitest";
import { emulateAws } from "./emulated-aws.ts";
import { TOKEN_PATH } from "./kubernetes-api.ts";

const SECRET = "canary-0123456789abcdef";
const EKS = "https://eks.us-west-2.amazonaws.com/clusters/demo";
const EKS_AUTH = "https://eks-auth.us-west-2.api.aws/clusters/demo/assume-role-for-pod-identity";
const STS = "https://sts.us-west-2.amazonaws.com/";
const SIGNATURE =
  "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20150830/us-west-2/eks/aws4_request, SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=00";

type Sent = readonly [name: string, url: string, init: RequestInit];

function post(body: string, headers: Record<string, string> = {}): RequestInit {
  return { method: "POST", body, headers };
}

const REQUESTS: readonly Sent[] = [
  ["an Authorization header that is only a secret", EKS, { headers: { authorization: SECRET } }],
  ["a bearer token for EKS", EKS, { headers: { authorization: `Bearer ${SECRET}` } }],
  [
    "a session token in a header",
    EKS,
    {
      headers: { authorization: SIGNATURE, "x-amz-date": "20150830T123600Z", "x-amz-security-token": SECRET },
    },
  ],
  [
    "a session token in a query",
    `${EKS}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Security-Token=${SECRET}`,
    {},
  ],
  ["a pod's token for EKS Auth", EKS_AUTH, post(JSON.stringify({ token: `${SECRET}.a.b` }))],
  [
    "a web identity token",
    STS,
    post(
      `Action=AssumeRoleWithWebIdentity&RoleSessionName=test&RoleArn=arn:aws:iam::111122223333:role/cart&WebIdentityToken=${SECRET}`,
    ),
  ],
  [
    "a web identity token of three letters",
    STS,
    post(`Action=AssumeRoleWithWebIdentity&WebIdentityToken=${SECRET.slice(0, 3)}`),
  ],
  [
    "a bearer token for the Kubernetes API",
    `http://127.0.0.1/k8s/demo${TOKEN_PATH}`,
    post("{}", { authorization: `Bearer ${SECRET}`, "content-type": "application/json" }),
  ],
  [
    "a token for instance metadata",
    "http://169.254.169.254/latest/meta-data/hostname",
    { headers: { "x-aws-ec2-metadata-token": SECRET } },
  ],
];

describe("an error response of the emulator", () => {
  test.each(REQUESTS)("does not repeat %s", async (_name, url, init) => {
    const aws = emulateAws({ strictKubernetes: true, instance: { hostname: "ip-10-0-0-1" } });
    const response = await aws.emulator.fetch(url, init);
    const printed = JSON.stringify([...response.headers]) + (await response.text());
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(printed).not.toContain(SECRET);
    expect(printed).not.toContain("Value 'can'");
  });
});
