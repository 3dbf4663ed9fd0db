import { describe, expect, test } from "vitest";
import { assumed } from "./assumed-role.ts";
import { emulateAws, readError, xmlElement } from "./emulated-aws.ts";

describe("GetCallerIdentity", () => {
  test("returns the user of long-lived keys", async () => {
    const xml = await (await emulateAws().callSts({ Action: "GetCallerIdentity" })).text();
    expect(xmlElement(xml, "Arn")).toBe("arn:aws:iam::111122223333:user/podkey");
    expect(xmlElement(xml, "Account")).toBe("111122223333");
    expect(xmlElement(xml, "UserId")).toBe("AIDACKCEVSQ6C2EXAMPLE");
  });

  test("returns the session of temporary credentials", async () => {
    const aws = emulateAws();
    const xml = await (
      await aws.callSts({ Action: "GetCallerIdentity" }, { keys: await assumed(aws) })
    ).text();
    expect(xmlElement(xml, "Arn")).toBe("arn:aws:sts::111122223333:assumed-role/cart/test");
    expect(xmlElement(xml, "UserId")).toMatch(/^AROA[A-Z2-7]{17}:test$/);
  });

  test("returns JSON to a caller that accepts JSON", async () => {
    const response = await emulateAws().callSts(
      { Action: "GetCallerIdentity" },
      { headers: { accept: "application/json" } },
    );
    expect(await response.json()).toMatchObject({
      GetCallerIdentityResponse: { GetCallerIdentityResult: { Account: "111122223333" } },
    });
  });
});

describe("an STS call without a known action", () => {
  test("gets MissingAction or InvalidAction", async () => {
    const aws = emulateAws();
    expect(await readError(await aws.callSts({}))).toMatchObject({ status: 400, code: "MissingAction" });
    expect(await readError(await aws.callSts({ Action: "GetSessionToken" }))).toEqual({
      status: 400,
      code: "InvalidAction",
      message: "Could not find operation GetSessionToken for version 2011-06-15",
    });
  });

  test("gets the error as JSON if the caller accepts JSON", async () => {
    const response = await emulateAws().callSts(
      { Action: "None" },
      { headers: { accept: "application/json" } },
    );
    expect(await response.json()).toEqual({
      Error: { Type: "Sender", Code: "InvalidAction", Message: expect.any(String) },
      RequestId: response.headers.get("x-amzn-requestid"),
    });
  });

  test("gets its action back with escaped XML", async () => {
    const xml = await (await emulateAws().callSts({ Action: `<&"'>` })).text();
    expect(xml).toContain("Could not find operation &lt;&amp;&quot;&apos;&gt; for version");
  });
});
