import { describe, expect, it } from "vitest";
import { leakIn } from "../../support/canaries.ts";
import { printedForms } from "../../support/printed-forms.ts";
import { podkeyErrorOf } from "../../support/rejection.ts";
import { SECRET_THROWERS } from "../../support/secret-throwers.ts";

describe("secrets", () => {
  it.each(SECRET_THROWERS)("stay out of every printed form after $name", async ({ run, code }) => {
    const error = await podkeyErrorOf(run());

    expect(error.code).toBe(code);
    expect(leakIn(printedForms(error))).toBeUndefined();
  });

  it("are tried against every error of the family", () => {
    expect(new Set(SECRET_THROWERS.map(({ code }) => code))).toEqual(
      new Set([
        "ABORTED",
        "CONFIGURATION",
        "CREDENTIALS_EXPIRED",
        "CREDENTIALS_UNAVAILABLE",
        "INVALID_REQUEST",
        "INVALID_RESPONSE",
        "INVALID_TOKEN",
        "NETWORK",
        "NOT_CONFIGURED",
        "SERVICE",
        "TIMEOUT",
      ]),
    );
  });
});
