import { describe, expect, test } from "vitest";
import { fromStatic } from "../../../src/credentials/providers/from-static.ts";
import { CREDENTIALS } from "../../support/aws-examples.ts";
import { leakIn } from "../../support/canaries.ts";
import { podkeyErrorOf } from "../../support/rejection.ts";
import { SECRET_THROWERS } from "../../support/secret-throwers.ts";

interface Inspector {
  inspect(value: unknown, options: { readonly depth: number; readonly strAbbreviateSize: number }): string;
}

/** Prints a value as `console.log` does on Deno, but whole. */
function inspect(value: unknown): string {
  const { Deno } = globalThis as unknown as { Deno: Inspector };
  return Deno.inspect(value, { depth: 100, strAbbreviateSize: 100_000 });
}

describe("Deno.inspect", () => {
  test("shows credentials without their secrets", async () => {
    const credentials = await fromStatic({ ...CREDENTIALS, sessionToken: "example-session-token" })();
    const shown = inspect({ session: { credentials } });

    expect(shown).toContain(CREDENTIALS.accessKeyId);
    expect(shown).toContain("[redacted]");
    expect(shown).not.toContain(CREDENTIALS.secretAccessKey);
    expect(shown).not.toContain("example-session-token");
  });

  test.each(SECRET_THROWERS)("shows no secret of the error from $name", async ({ run }) => {
    const error = await podkeyErrorOf(run());

    expect(leakIn(inspect(error))).toBeUndefined();
  });
});
