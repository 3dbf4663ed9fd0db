import { describe, expect, it } from "vitest";
import type { AwsCredentials } from "../../../src/aws/credentials.ts";
import { fromContainer } from "../../../src/credentials/providers/container/from-container.ts";
import { fromEnv } from "../../../src/credentials/providers/from-env.ts";
import { fromStatic } from "../../../src/credentials/providers/from-static.ts";
import { assumeRoleForPodIdentity } from "../../../src/eks-auth/assume-role-for-pod-identity.ts";
import { assumeRole } from "../../../src/sts/assume-role.ts";
import {
  CONTAINER_BODY,
  CREDENTIALS,
  POD_IDENTITY_SESSION,
  ROLE_ARN,
  roleSessionXml,
} from "../../support/aws-examples.ts";
import { clientThat } from "../../support/bad-input.ts";
import { fakeRuntime, json, text } from "../../support/fake-runtime.ts";
import { printedForms } from "../../support/printed-forms.ts";
import { unsignedToken } from "../../support/unsigned-token.ts";

const SESSION_TOKEN = "example-session-token";
const ENV = {
  AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  AWS_SESSION_TOKEN: SESSION_TOKEN,
};

const SOURCES: readonly (readonly [name: string, get: () => Promise<AwsCredentials>])[] = [
  ["fromStatic", fromStatic({ ...CREDENTIALS, sessionToken: SESSION_TOKEN })],
  ["fromEnv", () => fromEnv({ ports: fakeRuntime({ env: ENV }).ports })()],
  [
    "fromContainer",
    () => {
      const { ports } = fakeRuntime({ answers: [json(CONTAINER_BODY)] });
      return fromContainer({ uri: "http://169.254.170.23/v1/credentials", ports })();
    },
  ],
  [
    "assumeRoleForPodIdentity",
    async () => {
      const input = { clusterName: "demo", token: unsignedToken() };
      return (await assumeRoleForPodIdentity(clientThat(json(POD_IDENTITY_SESSION)), input)).credentials;
    },
  ],
  [
    "assumeRole",
    async () => {
      const input = { roleArn: ROLE_ARN, roleSessionName: "podkey" };
      return (await assumeRole(clientThat(text(roleSessionXml("AssumeRole"))), input)).credentials;
    },
  ],
];

describe.each(SOURCES)("credentials of %s", (_, get) => {
  it("print without their secrets", async () => {
    const printed = printedForms(await get());

    expect(printed).not.toContain(CREDENTIALS.secretAccessKey);
    expect(printed).not.toContain(SESSION_TOKEN);
    expect(printed).toContain("[redacted]");
  });

  it("print without their secrets inside another object", async () => {
    const printed = JSON.stringify({ session: [await get()] });

    expect(printed).not.toContain(CREDENTIALS.secretAccessKey);
    expect(printed).not.toContain(SESSION_TOKEN);
  });

  it("stay readable, and are plain again in a copy", async () => {
    const credentials = await get();

    expect(credentials.secretAccessKey).toBe(CREDENTIALS.secretAccessKey);
    expect(credentials.sessionToken).toBe(SESSION_TOKEN);
    expect(JSON.parse(JSON.stringify({ ...credentials }))).toMatchObject({
      secretAccessKey: CREDENTIALS.secretAccessKey,
      sessionToken: SESSION_TOKEN,
    });
  });
});

it("credentials without a session token print without one", async () => {
  expect(JSON.parse(JSON.stringify(await fromStatic(CREDENTIALS)()))).toEqual({
    accessKeyId: CREDENTIALS.accessKeyId,
    secretAccessKey: "[redacted]",
  });
});
