import { describe, expect, it } from "vitest";
import { connect } from "../../../runtimes/cloudflare/connect.ts";
import type { SessionEvent } from "../../../src/credentials/session/session.ts";
import { ROLE_ARN, roleSessionXml } from "../../support/aws-examples.ts";
import { fakeRuntime, text } from "../../support/fake-runtime.ts";
import { unsignedToken } from "../../support/unsigned-token.ts";

const ENV = {
  AWS_REGION: "us-west-2",
  AWS_ROLE_ARN: ROLE_ARN,
  AWS_WEB_IDENTITY_TOKEN_FILE: "/token",
};

describe("connect", () => {
  it("reports the exchange of its default sources, with its retry", async () => {
    const { ports, clock } = fakeRuntime({
      answers: [text("", 503), text(roleSessionXml("AssumeRoleWithWebIdentity"))],
      env: ENV,
      files: { "/token": unsignedToken() },
    });
    const events: SessionEvent[] = [];
    const aws = connect({
      env: ENV,
      ctx: { waitUntil: () => undefined },
      ports,
      onEvent: (event) => events.push(event),
    });
    await clock.settle(aws.credentials());

    expect(events.map(({ type }) => type)).toEqual(["attempt", "retry", "attempt", "fetch", "refresh"]);
  });
});
