import { decodeJwt } from "jose";
import { describe, expect, test } from "vitest";
import {
  emulateAws,
  PAIR,
  ROLE_ARN,
  readAssociation,
  readError,
  START_MS,
  TARGET_ROLE_ARN,
} from "./emulated-aws.ts";
import { exchanged, SUBJECT, withAssociation } from "./pod-exchange.ts";

describe("AssumeRoleForPodIdentity", () => {
  test("returns the members of the service model", async () => {
    const aws = emulateAws();
    const association = await readAssociation(await aws.createAssociation());
    const answer = await exchanged(aws);
    const sessionName = answer.assumedRoleUser.arn.split("/")[2];
    expect(answer).toEqual({
      subject: PAIR,
      audience: "pods.eks.amazonaws.com",
      podIdentityAssociation: {
        associationArn: association["associationArn"],
        associationId: association.associationId,
      },
      assumedRoleUser: {
        arn: `arn:aws:sts::111122223333:assumed-role/cart/${sessionName}`,
        assumeRoleId: expect.stringMatching(new RegExp(`^AROA[A-Z2-7]{17}:${sessionName}$`)),
      },
      credentials: {
        accessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/),
        secretAccessKey: expect.stringMatching(/^.{40}$/),
        sessionToken: expect.any(String),
        expiration: START_MS / 1000 + 21_600,
      },
    });
  });

  test("builds a session name of at most 64 characters from cluster, pod and a complete UUID", async () => {
    const aws = await withAssociation();
    const short = await exchanged(aws, await aws.emulator.issueToken({ ...SUBJECT, podName: "cart-1" }));
    expect(short.assumedRoleUser.arn).toMatch(/\/eks-demo-cart-1-[0-9a-f]{8}-[0-9a-f-]{27}$/);
    const podName = "cart-with-a-very-long-name-7d4b9c6f5-x2x9k";
    const long = await exchanged(aws, await aws.emulator.issueToken({ ...SUBJECT, podName }));
    expect(long.assumedRoleUser.arn.split("/")[2]).toMatch(/^.{27}-[0-9a-f]{8}-[0-9a-f-]{27}$/);
  });

  test("tags the session with six transitive tags", async () => {
    const aws = await withAssociation();
    const token = await aws.emulator.issueToken({ ...SUBJECT, podName: "cart-1" });
    const session = aws.emulator.session((await exchanged(aws, token)).credentials.accessKeyId);
    const claims = decodeJwt(token)["kubernetes.io"] as { pod: { uid: string } };
    expect(session?.tags).toEqual({
      "eks-cluster-arn": "arn:aws:eks:us-west-2:111122223333:cluster/demo",
      "eks-cluster-name": "demo",
      "kubernetes-namespace": "shop",
      "kubernetes-service-account": "cart",
      "kubernetes-pod-name": "cart-1",
      "kubernetes-pod-uid": claims.pod.uid,
    });
    expect(session?.transitiveTagKeys).toEqual(Object.keys(session?.tags ?? {}));
  });

  test("omits the tags and applies the policy when session tags are disabled", async () => {
    const aws = await withAssociation({ disableSessionTags: true, policy: '{"Version":"2012-10-17"}' });
    const session = aws.emulator.session((await exchanged(aws)).credentials.accessKeyId);
    expect(session).toMatchObject({ tags: {}, transitiveTagKeys: [], policy: '{"Version":"2012-10-17"}' });
  });

  test("issues credentials with the lifetime of the emulator's options", async () => {
    const aws = emulateAws({ credentialTtlSeconds: 900 });
    await aws.createAssociation();
    expect((await exchanged(aws)).credentials.expiration).toBe(START_MS / 1000 + 900);
  });

  test("assumes the target role with the external id for one hour", async () => {
    const aws = emulateAws();
    const association = await readAssociation(
      await aws.createAssociation({ targetRoleArn: TARGET_ROLE_ARN }),
    );
    aws.emulator.setRole(TARGET_ROLE_ARN, {
      requiredExternalId: String(association["externalId"]),
      trusts: [ROLE_ARN],
    });
    const answer = await exchanged(aws);
    expect(answer.assumedRoleUser.arn).toMatch(
      /^arn:aws:sts::444455556666:assumed-role\/orders-reader\/eks-demo-/,
    );
    expect(answer.credentials.expiration).toBe(START_MS / 1000 + 3600);
    expect(aws.emulator.session(answer.credentials.accessKeyId)).toMatchObject({
      roleArn: TARGET_ROLE_ARN,
      externalId: association["externalId"],
      chained: true,
    });
  });

  test.each([
    ["the role does not trust EKS", ROLE_ARN, { trusts: false }],
    ["the role trusts others only", ROLE_ARN, { trusts: ["ec2.amazonaws.com"] }],
    ["the role is gone", ROLE_ARN, { exists: false }],
    ["the target role asks for another external id", TARGET_ROLE_ARN, { requiredExternalId: "other" }],
    ["the target role does not trust the role", TARGET_ROLE_ARN, { trusts: [`${ROLE_ARN}-2`] }],
    ["the target role is gone", TARGET_ROLE_ARN, { exists: false }],
  ])("answers AccessDeniedException with status 400 when %s", async (_name, roleArn, settings) => {
    const aws = await withAssociation({ targetRoleArn: TARGET_ROLE_ARN });
    aws.emulator.setRole(roleArn, settings);
    expect(await readError(await aws.exchange())).toMatchObject({
      status: 400,
      code: "AccessDeniedException",
    });
  });

  test("answers 404 without an association for the token's service account", async () => {
    const aws = await withAssociation();
    const token = await aws.emulator.issueToken({ ...SUBJECT, namespace: "bank" });
    expect(await readError(await aws.exchange(token))).toMatchObject({
      status: 404,
      code: "ResourceNotFoundException",
    });
  });

  test("answers 404 for an unknown cluster and 400 for an invalid cluster name", async () => {
    const { call } = emulateAws();
    const options = { method: "POST", body: JSON.stringify({ token: "a.b.c" }) };
    const unknown = await call("eks-auth", "/clusters/other/assume-role-for-pod-identity", options);
    expect(await readError(unknown)).toMatchObject({ status: 404, code: "ResourceNotFoundException" });
    const invalid = await call("eks-auth", "/clusters/-/assume-role-for-pod-identity", options);
    expect(await readError(invalid)).toMatchObject({ status: 400, code: "InvalidParameterException" });
  });

  test("returns credentials that sign as the assumed role", async () => {
    const aws = await withAssociation();
    const { credentials, assumedRoleUser } = await exchanged(aws);
    const response = await aws.callSts({ Action: "GetCallerIdentity" }, { keys: credentials });
    expect(await response.text()).toContain(`<Arn>${assumedRoleUser.arn}</Arn>`);
  });
});
