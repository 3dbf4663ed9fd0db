import { expect, it } from "vitest";
import { lookUpNode } from "../../../cli/agent/node-lookup.ts";
import { INSTANCE, onInstance } from "../../support/on-instance.ts";

const AGAIN_AFTER_MS = 600_000;

it("the agent looks up its node once, before the first exchange needs it", async () => {
  const { ports, operations } = onInstance();
  const nodeOf = lookUpNode(ports);
  const node = await nodeOf();
  const asked = operations().length;
  expect(node).toMatchObject({ instanceId: INSTANCE.instanceId });
  expect(asked).toBeGreaterThan(0);

  expect(await nodeOf()).toEqual(node);
  expect(operations()).toHaveLength(asked);
});

it("the agent looks for its node again, but only when ten minutes have passed since the last look began", async () => {
  const { ports, clock } = onInstance();
  let looks = 0;
  let isThere = false;
  const fetch: typeof ports.fetch = async (url, init) => {
    looks += 1;
    if (!isThere) throw new TypeError("fetch failed");
    return ports.fetch(url, init);
  };
  const startMs = clock.monotonic();
  const nodeOf = lookUpNode({ ...ports, fetch });
  expect(await clock.settle(nodeOf())).toEqual({});
  const before = looks;
  isThere = true;
  clock.advance(startMs + AGAIN_AFTER_MS - clock.monotonic());
  await nodeOf();
  expect(looks).toBe(before);
  clock.advance(1);
  // This caller does not wait for the look that it begins, and the next one begins no other.
  expect(await Promise.all([nodeOf(), nodeOf()])).toEqual([{}, {}]);
  await expect.poll(nodeOf).toMatchObject({ instanceId: INSTANCE.instanceId });
  const found = looks;
  clock.advance(2 * AGAIN_AFTER_MS);
  await nodeOf();

  expect(looks).toBe(found);
});

it("the agent knows no node if the address of the metadata is wrong", async () => {
  const { ports } = onInstance(INSTANCE, { AWS_EC2_METADATA_SERVICE_ENDPOINT: "not a URL" });

  expect(await lookUpNode(ports)()).toEqual({});
});
