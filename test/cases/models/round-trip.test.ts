import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeServiceAccountTokenClaims } from "../../../src/models/index.ts";
import { POD_CLAIMS } from "../../support/unsigned-token.ts";
import { MODELS } from "./models.ts";

const RUNS = { numRuns: 100, seed: 20_260_301 };

const UNKNOWN_VALUE = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), tie("value"), { maxKeys: 3 }),
  ),
})).value;
/** Names that no model has. STS writes its members with a capital. */
const UNKNOWN = fc.dictionary(fc.stringMatching(/^X[A-Za-z0-9]{0,9}$/), UNKNOWN_VALUE, { maxKeys: 3 });

describe.each(MODELS)("the model $name", (model) => {
  it("has the form that AWS writes, in both directions", () => {
    const { json, value } = model.example;
    const decoded = model.decode(json);

    expect(decoded).toEqual(value);
    expect(model.encode(decoded)).toEqual(json);
  });

  it("is decoded unchanged after it was encoded", () => {
    void fc.assert(
      fc.property(model.values, (value) => {
        expect(model.decode(throughText(model.encode(value)))).toEqual(value);
      }),
      RUNS,
    );
  });

  it("is encoded unchanged after it was decoded, with the unknown members that it keeps", () => {
    const unknown = fc.tuple(...model.keepsUnknownAt.map(() => UNKNOWN));
    void fc.assert(
      fc.property(model.values, unknown, (value, added) => {
        const json = throughText(model.encode(value));
        for (const [index, path] of model.keepsUnknownAt.entries()) addMembers(json, path, added[index]);
        const before = JSON.stringify(json);

        expect(model.encode(model.decode(json))).toEqual(json);
        expect(JSON.stringify(json)).toBe(before);
      }),
      RUNS,
    );
  });

  it("is decoded with unknown members, whether it keeps them or drops them", () => {
    void fc.assert(
      fc.property(model.values, UNKNOWN, (value, added) => {
        expect(model.decode({ ...throughText(model.encode(value)), ...added })).toMatchObject(
          value as object,
        );
      }),
      RUNS,
    );
  });
});

describe.each(MODELS.filter(({ code }) => code !== "INVALID_TOKEN"))("the model $name", (model) => {
  it("counts a member that is null as absent", () => {
    const { json, value } = model.example;

    expect(model.decode({ ...json, futureMember: null, FutureMember: null })).toEqual(value);
  });
});

describe.each(MODELS.filter(({ keepsUnknownAt }) => keepsUnknownAt.length === 0))(
  "the model $name",
  (model) => {
    it("drops members that credentials cannot hold", () => {
      const { json, value } = model.example;

      expect(model.decode({ ...json, RoleArn: "arn", Code: "Success" })).toEqual(value);
    });
  },
);

describe("the model ServiceAccountTokenClaims", () => {
  it("has a list of audiences, also for a payload with one audience", () => {
    const claims = decodeServiceAccountTokenClaims({ ...POD_CLAIMS, aud: "sts.amazonaws.com" });

    expect(claims.aud).toEqual(["sts.amazonaws.com"]);
  });
});

function throughText(json: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(json));
}

function addMembers(json: object, [name, ...rest]: readonly string[], members: unknown): void {
  if (name === undefined) Object.assign(json, members);
  else if (name in json) addMembers(Reflect.get(json, name), rest, members);
}
