import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { fromStatic } from "../../src/credentials/providers/from-static.ts";
import { CREDENTIALS } from "../support/aws-examples.ts";
import { leakIn } from "../support/canaries.ts";
import { podkeyErrorOf } from "../support/rejection.ts";
import { SECRET_THROWERS } from "../support/secret-throwers.ts";

describe("util.inspect", () => {
  it("shows credentials without their secrets", async () => {
    const credentials = await fromStatic({ ...CREDENTIALS, sessionToken: "example-session-token" })();
    const shown = inspect({ session: { credentials } }, { depth: null, showHidden: true });

    expect(shown).toContain(CREDENTIALS.accessKeyId);
    expect(shown).toContain("[redacted]");
    expect(shown).not.toContain(CREDENTIALS.secretAccessKey);
    expect(shown).not.toContain("example-session-token");
  });

  it.each(SECRET_THROWERS)("shows no secret of the error from $name", async ({ run }) => {
    const error = await podkeyErrorOf(run());

    expect(leakIn(inspect(error, { depth: null, showHidden: true, maxStringLength: null }))).toBeUndefined();
  });
});
