import { expect, it } from "vitest";
import { connect } from "../../runtimes/cloudflare/connect.ts";
import { fromWebToken } from "../../src/credentials/providers/from-web-token.ts";
import { createClient } from "../../src/http/client.ts";
import { queryErrorXml, ROLE_ARN, roleSessionXml } from "../support/aws-examples.ts";
import { bodyText, fakeRuntime, text } from "../support/fake-runtime.ts";
import { errorOf } from "../support/rejection.ts";

it("connect of Workers does not answer a request with another token from the isolate's memory", async () => {
  const { ports } = fakeRuntime({
    answers: [
      (request) =>
        new URLSearchParams(bodyText(request)).get("WebIdentityToken") === "header.good.signature"
          ? text(roleSessionXml("AssumeRoleWithWebIdentity"))()
          : text(queryErrorXml("InvalidIdentityToken", "no"), 400)(),
    ],
  });
  const client = createClient({ region: "us-west-2", ports });
  const open = (token: string) =>
    connect({
      env: {},
      ctx: { waitUntil: () => undefined },
      identity: "edge",
      credentials: fromWebToken({ client, roleArn: ROLE_ARN, token }),
      ports,
    });
  expect((await open("header.good.signature").credentials()).accessKeyId).toBe("ASIAIOSFODNN7EXAMPLE");

  expect(await errorOf(open("header.bad.signature").credentials(), "SERVICE")).toMatchObject({
    awsCode: "InvalidIdentityToken",
  });
});
