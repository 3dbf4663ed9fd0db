import { describe, expect, it } from "vitest";
import { chain } from "../../../../src/credentials/providers/chain.ts";
import { fromContainer } from "../../../../src/credentials/providers/container/from-container.ts";
import { fromEksAuth } from "../../../../src/credentials/providers/from-eks-auth.ts";
import { assumeRoleForPodIdentity } from "../../../../src/eks-auth/assume-role-for-pod-identity.ts";
import { clientThat } from "../../../support/bad-input.ts";
import { type FakeAnswer, fakeRuntime, json, text } from "../../../support/fake-runtime.ts";
import { errorOf } from "../../../support/rejection.ts";
import { unsignedToken } from "../../../support/unsigned-token.ts";

const DENIED = "Unauthorized Exception! EKS does not have permissions to assume the associated role.";
const UNASSOCIATED = "No pod identity association found for service account checkout in namespace shop.";
const TRUST =
  "the role's trust policy must allow pods.eks.amazonaws.com to sts:AssumeRole and sts:TagSession";

function refusal(awsCode: string, message: string, status: number): FakeAnswer {
  return json({ message }, status, { "x-amzn-errortype": awsCode });
}

const denied = refusal("AccessDeniedException", DENIED, 400);
const unassociated = refusal("ResourceNotFoundException", UNASSOCIATED, 404);

function agentThat(line: string, status: number) {
  const { ports } = fakeRuntime({ answers: [text(`${line}\n`, status)] });
  return fromContainer({ uri: "http://169.254.170.23/v1/credentials", ports });
}

describe("an error of EKS Auth", () => {
  it("says what the trust policy of the role needs if EKS may not assume it", async () => {
    const exchange = assumeRoleForPodIdentity(clientThat(denied), {
      clusterName: "demo",
      token: unsignedToken(),
    });
    const error = await errorOf(exchange, "SERVICE");

    expect(error.awsMessage).toBe(DENIED);
    expect(error.message).toContain(`${DENIED}; ${TRUST}`);
  });

  it("shows the call that makes the missing association of the pod in the token", async () => {
    const provider = fromEksAuth({
      client: clientThat(unassociated),
      clusterName: "demo",
      token: unsignedToken(),
    });
    const error = await errorOf(provider(), "SERVICE");

    expect(error.awsMessage).toBe(UNASSOCIATED);
    expect(error.message).toContain(
      'create it: createPodIdentityAssociation(client, {"clusterName":"demo","namespace":"shop","serviceAccount":"checkout","roleArn":"…"})',
    );
  });

  it.each([
    refusal("ResourceNotFoundException", "No cluster found for name: demo.", 404),
    refusal("AccessDeniedException", "User is not authorized to perform: eks-auth:AssumeRole", 403),
  ])("gets no advice for another cause (%#)", async (answer) => {
    const provider = fromEksAuth({ client: clientThat(answer), clusterName: "demo", token: unsignedToken() });
    const error = await errorOf(provider(), "SERVICE");

    expect(error.message.endsWith(error.awsMessage)).toBe(true);
  });
});

describe("a chain whose agent passes on an error of EKS Auth", () => {
  it("says what the trust policy of the role needs", async () => {
    const agent = agentThat(`[c6104cbe]: (AccessDeniedException): ${DENIED}, fault: client`, 400);
    const error = await errorOf(chain(agent)(), "CREDENTIALS_UNAVAILABLE");

    expect(error.message.split("\n").at(-1)).toContain(TRUST);
  });

  it("shows the call that makes the missing association", async () => {
    const agent = agentThat(`[c6104cbe]: (ResourceNotFoundException): ${UNASSOCIATED}, fault: client`, 404);
    const error = await errorOf(chain(agent)(), "CREDENTIALS_UNAVAILABLE");

    expect(error.message.split("\n").at(-1)).toContain("create it: createPodIdentityAssociation(client, ");
  });

  it("says nothing more about another refusal", async () => {
    const agent = agentThat("[c6104cbe]: (ExpiredTokenException): expired, fault: client", 400);
    const error = await errorOf(chain(agent)(), "CREDENTIALS_UNAVAILABLE");

    expect(error.message.split("\n")).toHaveLength(2);
  });

  it("does not repeat the advice of EKS Auth itself", async () => {
    const direct = fromEksAuth({ client: clientThat(denied), clusterName: "demo", token: unsignedToken() });
    const error = await errorOf(chain(direct)(), "CREDENTIALS_UNAVAILABLE");

    expect(error.message.split(TRUST)).toHaveLength(2);
  });
});
