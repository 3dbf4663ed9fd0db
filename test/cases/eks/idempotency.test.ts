import { describe, expect, it } from "vitest";
import type { CreatePodIdentityAssociationInput } from "../../../src/eks/association-requests.ts";
import { createPodIdentityAssociation, updatePodIdentityAssociation } from "../../../src/eks/associations.ts";
import { createClient } from "../../../src/http/client.ts";
import { idempotencyToken } from "../../../src/lib/random-id.ts";
import { ASSOCIATION, CREDENTIALS, ROLE_ARN } from "../../support/aws-examples.ts";
import { untyped } from "../../support/bad-input.ts";
import { bodyText, fakeRuntime, json } from "../../support/fake-runtime.ts";

const NEW = { clusterName: "demo", namespace: "shop", serviceAccount: "checkout", roleArn: ROLE_ARN };
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function scene() {
  const { ports, clock, requests } = fakeRuntime({
    answers: [json({}, 503), json({}, 503), json({ association: ASSOCIATION })],
  });
  let draws = 0;
  const random = () => {
    draws += 1;
    return (draws * 0.618_033_988_7) % 1;
  };
  const client = createClient({ region: "us-west-2", credentials: CREDENTIALS, ports: { ...ports, random } });
  const tokens = () => requests.map((request) => JSON.parse(bodyText(request)).clientRequestToken);
  return { client, clock, tokens };
}

describe("the idempotency token", () => {
  it("is a UUID of version 4 for any random numbers", () => {
    expect([0, 0.25, 0.5, 0.999].map((random) => idempotencyToken(() => random))).toEqual(
      Array.from({ length: 4 }, () => expect.stringMatching(UUID)),
    );
  });

  it("is the same in all attempts of a call, and differs in the next call", async () => {
    const { client, clock, tokens } = scene();
    await clock.settle(createPodIdentityAssociation(client, NEW));
    await clock.settle(createPodIdentityAssociation(client, NEW));
    const [first, second, third, next] = tokens();

    expect(first).toMatch(UUID);
    expect([second, third]).toEqual([first, first]);
    expect(next).toMatch(UUID);
    expect(next).not.toBe(first);
  });

  it("is the clientRequestToken of the caller if the caller gives one", async () => {
    const { client, clock, tokens } = scene();
    await clock.settle(createPodIdentityAssociation(client, { ...NEW, clientRequestToken: "mine" }));

    expect(tokens()).toEqual(["mine", "mine", "mine"]);
  });

  it("is generated if the clientRequestToken of the caller is undefined", async () => {
    const { client, clock, tokens } = scene();
    const input = untyped<CreatePodIdentityAssociationInput>({ ...NEW, clientRequestToken: undefined });
    await clock.settle(createPodIdentityAssociation(client, input));

    expect(tokens()[0]).toMatch(UUID);
  });

  it("is also sent with an update", async () => {
    const { client, clock, tokens } = scene();
    const input = { clusterName: "demo", associationId: "a-abcdefghijklmnop1", disableSessionTags: true };
    await clock.settle(updatePodIdentityAssociation(client, input));

    expect(tokens()[0]).toMatch(UUID);
  });
});
