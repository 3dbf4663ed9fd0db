import * as fc from "fast-check";
import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import { jwtPayloadOf } from "../../../src/tokens/jwt-payload.ts";

/** Texts that are JSON objects, other JSON, or no JSON. */
const TEXT = fc.oneof(
  fc
    .dictionary(fc.string({ unit: "binary" }), fc.jsonValue({ maxDepth: 3 }))
    .map((claims) => JSON.stringify(claims)),
  fc.json({ maxDepth: 3 }),
  fc.string({ unit: "binary", maxLength: 20 }),
);

/** A byte to write over another one, in a quarter of the cases. */
const CHANGE = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.tuple(fc.nat(40), fc.nat(255)) },
);

/** Bytes of such texts. In some of them one byte is another, so that they may be no UTF-8. */
const BYTES = fc.tuple(TEXT, CHANGE).map(([text, change]) => {
  const bytes = new TextEncoder().encode(text);
  if (change && bytes.length > 0) bytes[change[0] % bytes.length] = change[1];
  return bytes;
});

/** The payload in base64url, in base64, with and without padding. */
const ENCODED = fc.tuple(BYTES, fc.boolean(), fc.boolean()).map(([bytes, isUrl, isPadded]) => {
  const base64 = btoa(String.fromCharCode(...bytes));
  const text = isPadded ? base64 : base64.replaceAll("=", "");
  return isUrl ? text.replaceAll("+", "-").replaceAll("/", "_") : text;
});

/** Parts around and instead of the payload. */
const PART = fc.constantFrom("", "e30", "eyJhbGciOiJSUzI1NiJ9", "c2ln", "=", "a=b", "====", "A", "-_", "+/");

const TOKEN = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(PART, ENCODED, PART).map((parts) => parts.join(".")) },
  {
    weight: 2,
    arbitrary: fc.array(fc.oneof(PART, ENCODED), { maxLength: 6 }).map((parts) => parts.join(".")),
  },
);

function payloadByJose(token: string): Record<string, unknown> | undefined {
  try {
    return decodeJwt(token);
  } catch {
    return undefined;
  }
}

describe("the payload of a JWT", () => {
  it("is the one that jose reads, and none if jose refuses the token", async () => {
    let read = 0;
    const property = fc.property(TOKEN, (token) => {
      const payload = jwtPayloadOf(token);
      if (payload) read += 1;

      expect(payload).toEqual(payloadByJose(token));
    });
    await fc.assert(property, { numRuns: 5000 });

    expect(read).toBeGreaterThan(500);
  });

  it("is refused if it is nested deeper than any claim", () => {
    const payload = btoa(`{"a":${"[".repeat(100)}${"]".repeat(100)}}`).replaceAll("=", "");

    expect(jwtPayloadOf(`e30.${payload}.c2ln`)).toBeUndefined();
  });
});
