import { describe, expect, it } from "vitest";
import { assumeRoleForPodIdentity } from "../../../src/eks-auth/assume-role-for-pod-identity.ts";
import { createClient } from "../../../src/http/client.ts";
import { CREDENTIALS, POD_IDENTITY_SESSION } from "../../support/aws-examples.ts";
import { clientThat } from "../../support/bad-input.ts";
import { bodyText, fakeRuntime, json } from "../../support/fake-runtime.ts";
import { errorOf } from "../../support/rejection.ts";
import { unsignedToken } from "../../support/unsigned-token.ts";

const INPUT = { clusterName: "demo", token: unsignedToken() };

describe("assumeRoleForPodIdentity", () => {
  it("posts the token to EKS Auth, signed for eks-auth", async () => {
    const { ports, requests } = fakeRuntime({ answers: [json(POD_IDENTITY_SESSION)] });
    const client = createClient({ region: "us-west-2", credentials: CREDENTIALS, ports });
    await assumeRoleForPodIdentity(client, {
      ...INPUT,
      eksNodeName: "node",
      instanceId: "i-1",
      zone: "usw2-az1",
    });
    const [request] = requests;

    expect(request).toMatchObject({
      method: "POST",
      url: "https://eks-auth.us-west-2.api.aws/clusters/demo/assume-role-for-pod-identity",
    });
    expect(request?.headers["authorization"]).toContain("/us-west-2/eks-auth/aws4_request");
    expect(request && JSON.parse(bodyText(request))).toEqual({
      token: INPUT.token,
      eksNodeName: "node",
      instanceId: "i-1",
      zone: "usw2-az1",
    });
  });

  it("returns the session with times as dates and the account of the role", async () => {
    const session = await assumeRoleForPodIdentity(clientThat(json(POD_IDENTITY_SESSION)), INPUT);

    expect(session).toMatchObject({
      subject: { namespace: "shop", serviceAccount: "checkout" },
      audience: "pods.eks.amazonaws.com",
      assumedRoleUser: { assumeRoleId: "AROA3XFRBF535EXAMPLE:eks-demo-checkout-0" },
    });
    expect({ ...session.credentials }).toEqual({
      accessKeyId: "ASIAIOSFODNN7EXAMPLE",
      secretAccessKey: CREDENTIALS.secretAccessKey,
      sessionToken: "example-session-token",
      expiration: new Date(1_772_388_000_000),
      accountId: "111122223333",
    });
  });

  it("ends when its caller aborts", async () => {
    const options = { signal: AbortSignal.abort() };

    await errorOf(assumeRoleForPodIdentity(clientThat(undefined), INPUT, options), "ABORTED");
  });

  it("leaves out the account if the ARN has none", async () => {
    const answer = {
      ...POD_IDENTITY_SESSION,
      assumedRoleUser: { arn: "arn:aws:sts:::nobody", assumeRoleId: "a" },
    };
    const { credentials } = await assumeRoleForPodIdentity(clientThat(json(answer)), INPUT);

    expect(credentials).not.toHaveProperty("accountId");
  });

  it("reports an AccessDeniedException that arrives with status 400", async () => {
    const client = clientThat(json({ __type: "AccessDeniedException", message: "no" }, 400));
    const error = await errorOf(assumeRoleForPodIdentity(client, INPUT), "SERVICE");

    expect(error).toMatchObject({ awsCode: "AccessDeniedException", status: 400, retryable: false });
  });
});
