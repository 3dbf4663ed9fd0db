import { describe, expect, it } from "vitest";
import { fromTemporaryCredentials } from "../../../src/credentials/providers/from-temporary-credentials.ts";
import { createSession } from "../../../src/credentials/session/session.ts";
import { describeCluster } from "../../../src/eks/cluster.ts";
import { assumeRoleForPodIdentity } from "../../../src/eks-auth/assume-role-for-pod-identity.ts";
import { type ClientSource, createClient } from "../../../src/http/client.ts";
import { getCallerIdentity } from "../../../src/sts/caller-identity.ts";
import { CREDENTIALS, POD_IDENTITY_SESSION, ROLE_ARN, roleSessionXml } from "../../support/aws-examples.ts";
import { fakeRuntime, json, text } from "../../support/fake-runtime.ts";
import { errorOf } from "../../support/rejection.ts";
import { unsignedToken } from "../../support/unsigned-token.ts";
import { CLUSTER } from "./one-client.ts";

function scene(...answers: (() => Response)[]) {
  const { ports, requests } = fakeRuntime({ answers });
  const options = { region: "us-west-2", credentials: async () => CREDENTIALS, ports };
  return { session: createSession(options), client: createClient(options), requests };
}

/** The client that another copy of podkey made: an object of another class with the same members. */
function ofAnotherCopy(client: object): ClientSource {
  return { ...client } as unknown as ClientSource;
}

describe("an operation", () => {
  it("of each service takes a session in place of a client", async () => {
    const identity = "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>111122223333</Account>";
    const { session } = scene(
      CLUSTER,
      json(POD_IDENTITY_SESSION),
      text(
        `${identity}<Arn>${ROLE_ARN}</Arn><UserId>u</UserId></GetCallerIdentityResult></GetCallerIdentityResponse>`,
      ),
    );

    expect((await describeCluster(session, { clusterName: "demo" })).name).toBe("demo");
    const exchanged = await assumeRoleForPodIdentity(session, {
      clusterName: "demo",
      token: unsignedToken(),
    });
    expect(exchanged.subject.serviceAccount).toBe("checkout");
    expect((await getCallerIdentity(session)).arn).toBe(ROLE_ARN);
  });

  it("signs with the credentials of the session", async () => {
    const { session, requests } = scene(CLUSTER);
    await describeCluster(session, { clusterName: "demo" });

    expect(requests[0]?.headers["authorization"]).toContain(`Credential=${CREDENTIALS.accessKeyId}/`);
  });

  it("takes the client and the session of another copy of podkey", async () => {
    const { client, requests } = scene(CLUSTER);
    await describeCluster(ofAnotherCopy(client), { clusterName: "demo" });
    await describeCluster({ client: () => client }, { clusterName: "demo" });

    expect(requests).toHaveLength(2);
  });

  it.each<[string, unknown]>([
    ["undefined", undefined],
    ["null", null],
    ["object", {}],
    ["object", { client: "eks" }],
    ["object", { client: () => undefined }],
    ["function", () => undefined],
    ["string", "us-west-2"],
  ])("rejects with CONFIGURATION if its first argument is another value: %s %j", async (seen, value) => {
    const error = await errorOf(getCallerIdentity(value as ClientSource), "CONFIGURATION");

    expect(error.setting).toBe("client");
    expect(error.message).toBe(
      `a call to AWS needs a client or a session, got ${seen}: pass createClient({ region }) or connect()`,
    );
  });
});

describe("fromTemporaryCredentials", () => {
  it("takes a session in place of a client", async () => {
    const { session, requests } = scene(text(roleSessionXml("AssumeRole")));
    const provider = fromTemporaryCredentials({ client: session, roleArn: ROLE_ARN });

    expect((await provider()).accountId).toBe("111122223333");
    expect(requests[0]?.headers["authorization"]).toContain(CREDENTIALS.accessKeyId);
  });

  it("throws CONFIGURATION at once without a client", () => {
    const make = () => fromTemporaryCredentials({ roleArn: ROLE_ARN } as never);

    expect(make).toThrow("a call to AWS needs a client or a session, got undefined");
  });
});
