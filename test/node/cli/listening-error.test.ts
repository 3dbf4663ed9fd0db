import { describe, expect, it } from "vitest";
import { failureCode, listeningError } from "../../../cli/io/serve-here.ts";
import { ConfigurationError } from "../../../src/errors/errors.ts";

const OWN = new ConfigurationError({ setting: "port", message: "port must be a number" });

describe("the error of a command that cannot listen", () => {
  it.each([
    [Object.assign(new Error("listen EACCES"), { code: "EACCES" }), "EACCES", "EACCES"],
    [OWN, undefined, OWN.message],
    [new Error("no code"), undefined, "no code"],
    ["no error", undefined, "no error"],
    [{ code: "EACCES" }, undefined, "[object Object]"],
  ])("of %o has the code %s and the reason %j", (cause, code, reason) => {
    const error = listeningError("127.0.0.1:80", cause, "choose another");

    expect(failureCode(cause)).toBe(code);
    expect(error.message).toBe(`cannot listen on 127.0.0.1:80: ${reason}; choose another`);
    expect(error.cause).toBe(cause);
  });
});
