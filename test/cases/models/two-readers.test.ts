import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ANYTHING, corruptedAt, corruptedTwice } from "./corrupted.ts";
import type { Model } from "./model.ts";
import { MODELS } from "./models.ts";

// A decoder reads by a shape, and a schema by valibot, which knows nothing of the decoder's reader.

const RUNS = { numRuns: 500, seed: 20_261_125 };

/** What errors call the whole value. */
const WHOLE: Partial<Record<Model<unknown>["code"], string>> = {
  INVALID_RESPONSE: "the body",
  INVALID_REQUEST: "the input",
  INVALID_TOKEN: "its payload",
};

describe.each(MODELS)("the decoder and the schema of $name", (model) => {
  it("accept the same JSON with the same output, or name the same first fault", () => {
    const good = fc.tuple(model.values, fc.dictionary(fc.string(), ANYTHING)).map(([value, unknown]) => {
      return { ...unknown, ...model.encode(value) };
    });
    const bad = fc.oneof(ANYTHING, corruptedAt(model, ANYTHING), corruptedTwice(model));
    void fc.assert(
      fc.property(fc.oneof(good, bad), (json) => {
        const { issues: [issue] = [], ...result } = model.schema()["~standard"].validate(json);
        const fault = issue && `${issue.path.join(".") || WHOLE[model.code]} ${issue.message}`;

        expect(outcomeOf(model, json)).toEqual(fault ?? result);
      }),
      RUNS,
    );
  });
});

/** Decodes a value. Returns the end of the error's message from the path on, if there is an error. */
function outcomeOf(model: Model<unknown>, json: unknown): unknown {
  try {
    return { value: model.decode(json) };
  } catch (error) {
    return String(error).replace(/^.*?(is invalid|unusable|service-account token): /, "");
  }
}
