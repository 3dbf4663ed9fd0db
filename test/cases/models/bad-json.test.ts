import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPodkeyError } from "../../../src/errors/any-error.ts";
import { CANARY_SECRET_KEY, CANARY_SESSION_TOKEN, leakIn } from "../../support/canaries.ts";
import { printedForms } from "../../support/printed-forms.ts";
import { ANYTHING, corruptedAt } from "./corrupted.ts";
import type { Model } from "./model.ts";
import { MODELS } from "./models.ts";

const RUNS = { numRuns: 200, seed: 20_260_302 };

describe.each(MODELS)("the decoder of $name", (model) => {
  it("throws nothing but its PodkeyError, whatever it is given", () => {
    void fc.assert(
      fc.property(fc.oneof(ANYTHING, corruptedAt(model, ANYTHING)), (json) => {
        expect(errorOf(() => model.decode(json))).toBeOneOf([undefined, model.code]);
      }),
      RUNS,
    );
  });

  it("accepts what its schema accepts, and gives the same value", () => {
    void fc.assert(
      fc.property(
        fc.oneof(ANYTHING, corruptedAt(model, ANYTHING), model.values.map(model.encode)),
        (json) => {
          const result = model.schema()["~standard"].validate(json);
          expect(result.issues !== undefined).toBe(errorOf(() => model.decode(json)) !== undefined);
          if (!result.issues) expect(result.value).toEqual(model.decode(json));
        },
      ),
      RUNS,
    );
  });

  it("refuses what is no object, and JSON in a ring", () => {
    const ring: Record<string, unknown> = { ...model.example.json };
    ring["futureMember"] = ring;
    const refused = [undefined, null, "text", 5, true].map((json) => errorOf(() => model.decode(json)));

    expect(refused).toEqual(refused.map(() => model.code));
    expect(errorOf(() => model.decode(ring))).toBe(model.code === "INVALID_TOKEN" ? undefined : model.code);
  });
});

describe.each(MODELS.filter(holdsSecrets))("the decoder of $name", (model) => {
  it("prints no secret in its error, nor in the issues of its schema", () => {
    const json = corruptedAt(
      model,
      fc.constantFrom(undefined, 5, [CANARY_SECRET_KEY], { a: CANARY_SESSION_TOKEN }),
    );
    void fc.assert(
      fc.property(json, (corrupted) => {
        const { issues } = model.schema()["~standard"].validate(corrupted);
        expect(leakIn(printedForms(thrownBy(() => model.decode(corrupted))))).toBeUndefined();
        expect(leakIn(printedForms(issues ?? []))).toBeUndefined();
      }),
      { ...RUNS, numRuns: 50 },
    );
  });
});

describe("an error about JSON", () => {
  it.each([
    ["PodIdentityAssociation", "roleArn", 5, { path: "roleArn", expected: "string" }],
    ["PodIdentityAssociation", "createdAt", "soon", { path: "createdAt" }],
    ["PodIdentityAssociationPage", "associations", [{}], { path: "associations.0.clusterName" }],
    ["PodIdentitySession", "credentials", { accessKeyId: "" }, { path: "credentials.accessKeyId" }],
    ["RoleSession", "Credentials", null, { path: "Credentials" }],
    ["CallerIdentity", "Arn", 5, { path: "Arn", operation: "GetCallerIdentity" }],
    ["ContainerCredentials", "Token", 5, { path: "Token", expected: "text" }],
    ["CredentialProcess", "Version", 2, { path: "Version", expected: "1" }],
    ["ServiceAccountTokenClaims", "exp", "soon", { source: "JSON" }],
    ["CreatePodIdentityAssociationInput", "namespace", "A", { field: "namespace" }],
    ["CreatePodIdentityAssociationInput", "policy", "{}", { field: "policy" }],
    ["UpdatePodIdentityAssociationInput", "policy", undefined, { field: "the input" }],
    ["ListPodIdentityAssociationsInput", "maxResults", 101, { field: "maxResults" }],
    ["PodIdentityAssociationKey", "associationId", "..", { field: "associationId" }],
  ])("of %s names the member %s when it is %j", (name, member, value, facts) => {
    const model = named(name);

    expect(thrownBy(() => model.decode({ ...model.example.json, [member]: value }))).toMatchObject(facts);
  });
});

describe("the issues of a schema", () => {
  it("name each invalid member of an input, and what is wrong with it", () => {
    const input = { clusterName: "_", namespace: "shop", serviceAccount: "", tags: { "a.b": 5 } };

    expect(issuesOf("CreatePodIdentityAssociationInput", input)).toEqual([
      ["clusterName", expect.stringMatching(/^must be 1 to 100 letters/)],
      ["serviceAccount", expect.stringMatching(/^must be a Kubernetes name/)],
      ["roleArn", "is missing"],
      ["tags/a.b", "should be string, got number"],
    ]);
  });

  it("name the member that a rule about several members asks to change, or none", () => {
    const policy = '{"Version":"2012-10-17"}';

    expect(
      issuesOf("CreatePodIdentityAssociationInput", {
        ...named("CreatePodIdentityAssociationInput").example.json,
        policy,
      }),
    ).toEqual([["policy", "needs disableSessionTags: true"]]);
    expect(
      issuesOf("UpdatePodIdentityAssociationInput", { clusterName: "demo", associationId: "a-1" }),
    ).toEqual([["", expect.stringMatching(/^changes nothing/)]]);
  });

  it("name each invalid member of an answer, what should be there and what was seen", () => {
    expect(issuesOf("CallerIdentity", { Account: 5, Arn: "arn" })).toEqual([
      ["Account", "should be string, got number"],
      ["UserId", "should be present, got nothing"],
    ]);
    expect(issuesOf("ContainerCredentials", { AccessKeyId: "" })).toEqual([
      ["AccessKeyId", "should be text, got an empty string"],
    ]);
  });

  it("say of a time that cannot be read that it should be a time, not that it is missing", () => {
    const credentials = { Version: 1, AccessKeyId: "key", SecretAccessKey: "secret", Expiration: "tomorrow" };

    expect(issuesOf("CredentialProcess", credentials)).toEqual([
      ["Expiration", "should be a time, got string"],
    ]);
  });

  it("name types by words of JSON", () => {
    expect(issuesOf("CallerIdentity", 5)).toEqual([["", "should be an object, got number"]]);
  });
});

function named(name: string): Model<unknown> {
  const model = MODELS.find((candidate) => candidate.name === name);
  if (!model) throw new Error(`there is no model ${name}`);
  return model;
}

/** Lists the path of each issue, joined by slashes, and its message, as any library reads them. */
function issuesOf(name: string, json: unknown): [string, string][] {
  const result = named(name).schema()["~standard"].validate(json);
  return (result.issues ?? []).map(({ path, message }) => {
    return [path.join("/"), message];
  });
}

function holdsSecrets({ example }: Model<unknown>): boolean {
  return leakIn(JSON.stringify(example.json)) !== undefined;
}

/** Returns the code of the PodkeyError that a function throws. Throws any other error. */
function errorOf(run: () => unknown): string | undefined {
  const error = thrownBy(run);
  if (error === undefined) return undefined;
  if (!isPodkeyError(error)) throw error;
  return error.code;
}

function thrownBy(run: () => unknown): unknown {
  try {
    run();
    return undefined;
  } catch (error) {
    return error;
  }
}
