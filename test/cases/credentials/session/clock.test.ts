import { describe, expect, it } from "vitest";
import { fromTemporaryCredentials } from "../../../../src/credentials/providers/from-temporary-credentials.ts";
import { createSession } from "../../../../src/credentials/session/session.ts";
import { getCallerIdentity } from "../../../../src/sts/caller-identity.ts";
import { NOW_MS, ROLE_ARN, roleSessionXml } from "../../../support/aws-examples.ts";
import { type FakeAnswer, fakeRuntime, text } from "../../../support/fake-runtime.ts";
import { rejectionOf } from "../../../support/rejection.ts";
import { numbered } from "../refresh/scene.ts";

const OBJECT_URL = "https://example-bucket.s3.us-west-2.amazonaws.com/key";
const HOUR_MS = 3_600_000;
const IN_AN_HOUR = new Date(NOW_MS + HOUR_MS).toUTCString();
const TOO_SKEWED = "<Error><Code>RequestTimeTooSkewed</Code></Error>";
const FINE = text("fine");

/** A session whose machine's clock stands at `NOW_MS`. */
function scriptedSession(...answers: FakeAnswer[]) {
  const { ports, requests, clock } = fakeRuntime({ answers });
  let exchanges = 0;
  const credentials = async () => {
    exchanges += 1;
    return numbered(exchanges);
  };
  const session = createSession({ credentials, ports, region: "us-west-2" });
  return { session, clock, times: () => requests.map(timeOf), exchanges: () => exchanges };
}

function timeOf({ headers }: { readonly headers: Record<string, string> }): string | undefined {
  return headers["x-amz-date"];
}

function skew(body: string, status = 403): () => Response {
  return text(body, status, { date: IN_AN_HOUR });
}

describe("the clock of a session", () => {
  it.each([
    ["RequestTimeTooSkewed of S3", skew(TOO_SKEWED)],
    [
      "RequestExpired of EC2",
      skew("<Response><Errors><Error><Code>RequestExpired</Code></Error></Errors></Response>", 400),
    ],
    [
      "an expired signature of STS",
      skew(
        "<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>Signature expired: is now earlier</Message></Error></ErrorResponse>",
      ),
    ],
    [
      "an expired signature of EKS",
      text('{"message":"Signature expired: is now earlier"}', 403, {
        date: IN_AN_HOUR,
        "x-amzn-errortype": "InvalidSignatureException",
      }),
    ],
  ])("is corrected by %s, and the credentials are kept", async (_service, refusal) => {
    const { session, times, exchanges } = scriptedSession(refusal, FINE);
    const response = await session.fetch(OBJECT_URL);

    expect(await response.text()).toBe("fine");
    expect(times()).toEqual(["20260301T120000Z", "20260301T130000Z"]);
    expect(exchanges()).toBe(1);
  });

  it("is used by the next fetch, by presign and by client()", async () => {
    const { session, times } = scriptedSession(skew(TOO_SKEWED), FINE, FINE, skew("", 400));
    await session.fetch(OBJECT_URL);
    await session.fetch(OBJECT_URL);
    const { url } = await session.presign(OBJECT_URL, { expiresInSeconds: 60 });
    await rejectionOf(getCallerIdentity(session.client()));

    expect(times().slice(1)).toEqual(["20260301T130000Z", "20260301T130000Z", "20260301T130000Z"]);
    expect(new URL(url).searchParams.get("X-Amz-Date")).toBe("20260301T130000Z");
  });

  it("is used by fetch after client() corrected it", async () => {
    const { session, clock, times } = scriptedSession(skew(TOO_SKEWED), skew("", 400), FINE);
    await clock.settle(rejectionOf(getCallerIdentity(session.client())));
    await session.fetch(OBJECT_URL);

    expect(times().at(-1)).toBe("20260301T130000Z");
  });

  it("is used by fetch and presign after a role was assumed through the session with a wrong clock", async () => {
    const { session, clock, times } = scriptedSession(
      skew(TOO_SKEWED),
      text(roleSessionXml("AssumeRole")),
      FINE,
    );
    const assumeRole = fromTemporaryCredentials({ client: session, roleArn: ROLE_ARN });
    await clock.settle(assumeRole());
    await session.fetch(OBJECT_URL);
    const { url } = await session.presign(OBJECT_URL);

    expect(times()).toEqual(["20260301T120000Z", "20260301T130000Z", "20260301T130000Z"]);
    expect(new URL(url).searchParams.get("X-Amz-Date")).toBe("20260301T130000Z");
  });

  it("is not corrected by an application's response with another date", async () => {
    const { session, times } = scriptedSession(skew("RequestExpired"));
    await session.fetch(OBJECT_URL);

    expect(times()).toEqual(["20260301T120000Z"]);
  });
});
