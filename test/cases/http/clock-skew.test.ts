import { describe, expect, it } from "vitest";
import { describeCluster } from "../../../src/eks/cluster.ts";
import { createClient, partsOf } from "../../../src/http/client.ts";
import { assumeRoleWithWebIdentity } from "../../../src/sts/assume-role.ts";
import { CREDENTIALS, queryErrorXml, ROLE_ARN } from "../../support/aws-examples.ts";
import { type FakeAnswer, fakeRuntime, json, type SentRequest, text } from "../../support/fake-runtime.ts";
import { podkeyErrorOf } from "../../support/rejection.ts";

const HOUR_LATER = "Sun, 01 Mar 2026 13:00:00 GMT";
const CLUSTER = json({ cluster: { name: "demo", arn: "arn:aws:eks:us-west-2:111122223333:cluster/demo" } });
const EXPIRED = "Signature expired: 20260301T120000Z is now earlier than 20260301T125500Z";

function scene(...answers: readonly FakeAnswer[]) {
  const { ports, clock, requests } = fakeRuntime({ answers });
  const client = createClient({ region: "us-west-2", credentials: CREDENTIALS, ports });
  const call = () => clock.settle(describeCluster(client, { clusterName: "demo" }));
  return { client, call, dates: () => requests.map(({ headers }) => headers["x-amz-date"]) };
}

function refusal(
  code: string,
  message: string,
  headers: Record<string, string> = { date: HOUR_LATER },
): FakeAnswer {
  return json({ __type: code, message }, 403, headers);
}

/** Refuses requests signed with the uncorrected clock, like AWS when its clock is an hour ahead. */
function anHourAhead({ headers }: SentRequest): Response {
  const isOnTime = headers["x-amz-date"]?.startsWith("20260301T13");
  const answer = isOnTime
    ? CLUSTER
    : json({ __type: "SignatureDoesNotMatch", message: EXPIRED }, 403, { date: HOUR_LATER });
  return answer();
}

describe("the clock of a client", () => {
  it.each([
    ["RequestExpired", ""],
    ["RequestInTheFuture", ""],
    ["RequestTimeTooSkewed", ""],
    ["InvalidSignatureException", EXPIRED],
    ["SignatureDoesNotMatch", EXPIRED],
    [
      "SignatureDoesNotMatch",
      "Signature not yet current: 20260301T140000Z is still later than 20260301T130500Z",
    ],
  ])("is corrected after the error %s (%#)", async (code, message) => {
    const { call, dates } = scene(refusal(code, message), CLUSTER);
    await call();

    expect(dates()).toEqual(["20260301T120000Z", "20260301T130000Z"]);
  });

  it("is corrected back to a clock of AWS that is behind", async () => {
    const behind = refusal("RequestInTheFuture", "", { date: "Sun, 01 Mar 2026 11:00:00 GMT" });
    const { call, dates } = scene(behind, CLUSTER);
    await call();

    expect(dates()).toEqual(["20260301T120000Z", "20260301T110000Z"]);
  });

  it("is corrected by a Date header that is a minute ahead", async () => {
    const { call, dates } = scene(
      refusal("RequestExpired", "", { date: "Sun, 01 Mar 2026 12:01:00 GMT" }),
      CLUSTER,
    );
    await call();

    expect(dates()).toEqual(["20260301T120000Z", "20260301T120100Z"]);
  });

  it("is not corrected by an answer to a call that was not signed", async () => {
    const { ports, requests } = fakeRuntime({
      answers: [text(queryErrorXml("RequestExpired", ""), 403, { date: HOUR_LATER })],
    });
    const client = createClient({ region: "us-west-2", ports });
    const input = { roleArn: ROLE_ARN, roleSessionName: "podkey", webIdentityToken: "a.b.c" };
    await podkeyErrorOf(assumeRoleWithWebIdentity(client, input));

    expect([partsOf(client).clock.offsetMs, requests.length]).toEqual([0, 1]);
  });

  it("stays corrected for the calls that follow", async () => {
    const { call, dates } = scene(anHourAhead);
    await call();
    await call();

    expect(dates()).toEqual(["20260301T120000Z", "20260301T130000Z", "20260301T130000Z"]);
  });

  it("is corrected for all calls in progress, which then succeed", async () => {
    const { ports, clock } = fakeRuntime({ answers: [anHourAhead] });
    const client = createClient({ region: "us-west-2", credentials: CREDENTIALS, ports });
    const calls = Array.from({ length: 5 }, () => describeCluster(client, { clusterName: "demo" }));
    const outcomes = await clock.settle(Promise.allSettled(calls));

    expect(outcomes.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => "fulfilled"));
  });

  it.each([
    ["an error about something other than time", refusal("AccessDeniedException", "")],
    [
      "a wrong signature",
      refusal("SignatureDoesNotMatch", "The request signature we calculated does not match"),
    ],
    ["a response from a cache", refusal("RequestExpired", "", { date: HOUR_LATER, age: "3600" })],
    ["a response without a Date header", refusal("RequestExpired", "", {})],
    ["a Date header that cannot be parsed", refusal("RequestExpired", "", { date: "later" })],
    [
      "a Date header that is only 59 s ahead",
      refusal("RequestExpired", "", { date: "Sun, 01 Mar 2026 12:00:59 GMT" }),
    ],
  ])("is not corrected by %s", async (_, answer) => {
    const { client, call, dates } = scene(answer);

    expect(await podkeyErrorOf(call())).toMatchObject({ code: "SERVICE", retryable: false });
    expect(partsOf(client).clock.offsetMs).toBe(0);
    expect(dates()).toHaveLength(1);
  });

  it("is not corrected by a successful response", async () => {
    const { client, call } = scene(
      json({ cluster: { name: "demo", arn: "arn" } }, 200, { date: HOUR_LATER }),
    );
    await call();

    expect(partsOf(client).clock.offsetMs).toBe(0);
  });

  it("is corrected only once if the correction does not help", async () => {
    const { call, dates } = scene(refusal("RequestExpired", ""));

    expect(await podkeyErrorOf(call())).toMatchObject({ awsCode: "RequestExpired", retryable: false });
    expect(dates()).toHaveLength(2);
  });
});
