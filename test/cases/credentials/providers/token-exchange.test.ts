import { describe, expect, it } from "vitest";
import { fromEksAuth } from "../../../../src/credentials/providers/from-eks-auth.ts";
import { fromTemporaryCredentials } from "../../../../src/credentials/providers/from-temporary-credentials.ts";
import { fromWebToken } from "../../../../src/credentials/providers/from-web-token.ts";
import { createClient } from "../../../../src/http/client.ts";
import {
  CREDENTIALS,
  POD_IDENTITY_SESSION,
  queryErrorXml,
  ROLE_ARN,
  roleSessionXml,
} from "../../../support/aws-examples.ts";
import { bodyText, type FakeRuntimeOptions, fakeRuntime, json, text } from "../../../support/fake-runtime.ts";
import { errorOf } from "../../../support/rejection.ts";
import { unsignedToken } from "../../../support/unsigned-token.ts";

const FIRST = unsignedToken({ jti: "first" });
const SECOND = unsignedToken({ jti: "second" });
const SESSION = json(POD_IDENTITY_SESSION);
const WEB_SESSION = text(roleSessionXml("AssumeRoleWithWebIdentity"));
const FILE = "/token";

function scene(runtime: FakeRuntimeOptions) {
  const { ports, requests, clock } = fakeRuntime(runtime);
  const client = createClient({ region: "us-west-2", credentials: CREDENTIALS, ports });
  const forms = () => requests.map((request) => Object.fromEntries(new URLSearchParams(bodyText(request))));
  const bodies = () => requests.map((request) => JSON.parse(bodyText(request)));
  return { client, clock, requests, forms, bodies };
}

/** A file whose content changes with each read, and then stays. */
function rotating(...contents: string[]): () => string | undefined {
  return () => (contents.length > 1 ? contents.shift() : contents[0]);
}

describe("fromEksAuth", () => {
  it("reads and trims the token file that the environment names for each exchange", async () => {
    const { client, bodies } = scene({
      answers: [SESSION],
      env: { AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: FILE },
      files: { [FILE]: rotating(`${FIRST}\n`, `${SECOND}\n`) },
    });
    const provider = fromEksAuth({ client, clusterName: "demo", zone: "usw2-az1" });
    await provider();
    await provider();

    expect(bodies()).toEqual([
      { token: FIRST, zone: "usw2-az1" },
      { token: SECOND, zone: "usw2-az1" },
    ]);
  });

  it.each(["ExpiredTokenException", "InvalidTokenException"])(
    "exchanges a rotated token after %s",
    async (code) => {
      const { client, bodies } = scene({
        answers: [json({ __type: code }, 400), SESSION],
        files: { [FILE]: rotating(FIRST, SECOND) },
      });
      await fromEksAuth({ client, clusterName: "demo", tokenFile: FILE })();

      expect(bodies().map(({ token }) => token)).toEqual([FIRST, SECOND]);
    },
  );

  it("does not exchange the same token twice", async () => {
    const { client, requests } = scene({
      answers: [json({ __type: "ExpiredTokenException" }, 400)],
      files: { [FILE]: FIRST },
    });
    const provider = fromEksAuth({ client, clusterName: "demo", tokenFile: FILE });

    expect(await errorOf(provider(), "SERVICE")).toMatchObject({ awsCode: "ExpiredTokenException" });
    expect(requests).toHaveLength(1);
  });

  it("exchanges a rotated token only once", async () => {
    let reads = 0;
    const { client, requests } = scene({
      answers: [json({ __type: "ExpiredTokenException" }, 400)],
      files: {
        [FILE]: () => {
          reads += 1;
          return unsignedToken({ jti: String(reads) });
        },
      },
    });
    await errorOf(fromEksAuth({ client, clusterName: "demo", tokenFile: FILE })(), "SERVICE");

    expect(requests).toHaveLength(2);
  });

  it.each(["AccessDeniedException", "ResourceNotFoundException"])(
    "does not read the token again after %s",
    async (code) => {
      const { client, requests } = scene({
        answers: [json({ __type: code }, 400)],
        files: { [FILE]: rotating(FIRST, SECOND) },
      });
      await errorOf(fromEksAuth({ client, clusterName: "demo", tokenFile: FILE })(), "SERVICE");

      expect(requests).toHaveLength(1);
    },
  );

  it("sends an expired token, because AWS judges it by its own clock", async () => {
    const { client, requests } = scene({ answers: [SESSION] });
    await fromEksAuth({ client, clusterName: "demo", token: unsignedToken({ exp: 0 }) })();

    expect(requests).toHaveLength(1);
  });

  it.each([["pods.eks.amazonaws.com"], [["sts.amazonaws.com", "pods.eks.amazonaws.com"]]])(
    "accepts a token for the audience %j",
    async (aud) => {
      const { client, requests } = scene({ answers: [SESSION] });
      await fromEksAuth({ client, clusterName: "demo", token: unsignedToken({ aud }) })();

      expect(requests).toHaveLength(1);
    },
  );
});

describe("fromWebToken", () => {
  const env = {
    AWS_WEB_IDENTITY_TOKEN_FILE: FILE,
    AWS_ROLE_ARN: ROLE_ARN,
    AWS_ROLE_SESSION_NAME: "from-env",
  };
  const files = { [FILE]: "token-of-file\n" };

  it("reads token file, role and session name from the environment", async () => {
    const { client, forms } = scene({ answers: [WEB_SESSION], env, files });
    await fromWebToken({ client })();

    expect(forms()).toMatchObject([
      { RoleArn: ROLE_ARN, RoleSessionName: "from-env", WebIdentityToken: "token-of-file" },
    ]);
  });

  it("prefers its options to the environment", async () => {
    const roleArn = "arn:aws:iam::111122223333:role/option";
    const { client, forms } = scene({ answers: [WEB_SESSION], env, files });
    await fromWebToken({ client, roleArn, roleSessionName: "option", token: () => "token-of-option" })();

    expect(forms()).toMatchObject([
      { RoleArn: roleArn, RoleSessionName: "option", WebIdentityToken: "token-of-option" },
    ]);
  });

  it("uses the same session name for each exchange by default", async () => {
    const { client, forms } = scene({ answers: [WEB_SESSION] });
    const provider = fromWebToken({ client, roleArn: ROLE_ARN, token: "header.payload.signature" });
    await provider();
    await provider();

    expect(forms().map((form) => form["RoleSessionName"])).toEqual(["podkey", "podkey"]);
  });

  it("exchanges a rotated token after InvalidIdentityToken", async () => {
    const { client, forms } = scene({
      answers: [text(queryErrorXml("InvalidIdentityToken", "no"), 400), WEB_SESSION],
      env,
      files: { [FILE]: rotating(FIRST, SECOND) },
    });
    await fromWebToken({ client })();

    expect(forms().map((form) => form["WebIdentityToken"])).toEqual([FIRST, SECOND]);
  });
});

describe("fromTemporaryCredentials", () => {
  it("assumes the role with the credentials of its client", async () => {
    const { client, forms } = scene({ answers: [text(roleSessionXml("AssumeRole"))] });
    const credentials = await fromTemporaryCredentials({
      client,
      roleArn: ROLE_ARN,
      externalId: "example",
    })();

    expect(credentials).toMatchObject({ accessKeyId: "ASIAIOSFODNN7EXAMPLE", accountId: "111122223333" });
    expect(forms()).toMatchObject([
      { Action: "AssumeRole", RoleSessionName: "podkey", ExternalId: "example" },
    ]);
  });
});
