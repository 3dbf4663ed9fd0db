import { describe, expect, it } from "vitest";
import { fromInstanceMetadata } from "../../../../src/credentials/providers/instance/from-instance-metadata.ts";
import { CONTAINER_BODY } from "../../../support/aws-examples.ts";
import { CANARY_SECRET_KEY, CANARY_SESSION_TOKEN, CANARY_TOKEN, leakIn } from "../../../support/canaries.ts";
import { type FakeAnswer, fakeRuntime, json, text } from "../../../support/fake-runtime.ts";
import { printedForms } from "../../../support/printed-forms.ts";
import { errorOf, podkeyErrorOf } from "../../../support/rejection.ts";

const TOKEN = text("example-metadata-token");
const ROLE = text("checkout\n");
const BODY = { Code: "Success", Type: "AWS-HMAC", ...CONTAINER_BODY };

function ask(answers: readonly FakeAnswer[]) {
  const { ports, clock } = fakeRuntime({ answers });
  return clock.settle(fromInstanceMetadata({ ports, deadlineMs: 1 })());
}

describe("an error of fromInstanceMetadata", () => {
  it.each([
    [400, "BadRequest"],
    [401, "Unauthorized"],
    [403, "Forbidden"],
    [404, "NotFound"],
    [418, "Unknown"],
  ])("calls the status %i of a read %s, because the service itself names none", async (status, awsCode) => {
    const answers = [TOKEN, text("", status), TOKEN, text("", status)];

    expect(await errorOf(ask(answers), "SERVICE")).toMatchObject({ status, awsCode, retryable: false });
  });

  it("does not take a secret that is no text for a part of the message", async () => {
    const answers = [TOKEN, ROLE, json({ Code: "Failed", Message: "7 tries", SecretAccessKey: 7 })];

    expect(await errorOf(ask(answers), "SERVICE")).toMatchObject({ awsMessage: "7 tries" });
  });

  it.each(["timeoutMs", "deadlineMs"])("names %s if that is no time", (setting) => {
    expect(() => fromInstanceMetadata({ [setting]: 0 })).toThrow(
      expect.objectContaining({ code: "CONFIGURATION", setting }),
    );
  });

  it.each([
    ["Code", { ...BODY, Code: "not a code" }, '"Success"'],
    ["Code", { ...BODY, Code: 200 }, '"Success"'],
    ["AccessKeyId", { ...BODY, AccessKeyId: "" }, "text"],
    ["SecretAccessKey", { ...BODY, SecretAccessKey: 7 }, "text"],
    ["Token", { ...BODY, Token: null }, "text"],
    ["AccountId", { ...BODY, AccountId: 111_122_223_333 }, "text"],
    ["Expiration", { ...BODY, Expiration: "tomorrow" }, "an RFC 3339 time"],
  ])("names the unusable %s and what it should be (%#)", async (path, body, expected) => {
    const error = await errorOf(ask([TOKEN, ROLE, json(body)]), "INVALID_RESPONSE");

    expect(error).toMatchObject({ path, expected });
  });

  it.each([
    [4, "NOT_CONFIGURED"],
    [5, "NETWORK"],
  ])("with a refused connection %i causes deep is %s", async (levels, code) => {
    let cause: Error = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
    for (let level = 0; level < levels; level += 1) cause = new Error("fetch failed", { cause });

    expect((await podkeyErrorOf(ask([cause]))).code).toBe(code);
  });

  it("has an empty message if the service gave none", async () => {
    const answers = [TOKEN, ROLE, json({ Code: "Failed" })];

    expect(await errorOf(ask(answers), "SERVICE")).toMatchObject({ awsCode: "Failed", awsMessage: "" });
  });

  it.each([
    ["a refusal that repeats the token", json({ Code: "Failed", Message: `no ${CANARY_TOKEN}` })],
    [
      "a refusal that holds the key",
      json({ Code: "Failed", Message: CANARY_SECRET_KEY, SecretAccessKey: CANARY_SECRET_KEY }),
    ],
    ["a page that repeats the token", text(`<p>${CANARY_TOKEN}</p>`, 500)],
    [
      "credentials without an expiration",
      json({
        ...BODY,
        SecretAccessKey: CANARY_SECRET_KEY,
        Token: CANARY_SESSION_TOKEN,
        Expiration: CANARY_TOKEN,
      }),
    ],
    ["text that is not JSON", text(`{"Token":"${CANARY_SESSION_TOKEN}`)],
  ])("states no secret in the error for %s", async (_, answer) => {
    const error = await podkeyErrorOf(ask([text(CANARY_TOKEN), ROLE, answer]));

    expect(leakIn(printedForms(error))).toBeUndefined();
  });

  it.each([
    ["a token", [text(`${CANARY_TOKEN} ${CANARY_SECRET_KEY}`)]],
    ["a role's name", [text(CANARY_TOKEN), text(`${CANARY_TOKEN} ${CANARY_SECRET_KEY}`)]],
  ])("states no secret in the error for a page in place of %s", async (_, answers) => {
    const error = await errorOf(ask(answers), "INVALID_RESPONSE");

    expect(leakIn(printedForms(error))).toBeUndefined();
  });
});
