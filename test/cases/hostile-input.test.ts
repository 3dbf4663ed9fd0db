import { describe, expect, it } from "vitest";
import { attack } from "../fuzz/target.ts";
import { TARGETS } from "../fuzz/targets.ts";

describe("a reader of corrupted input", () => {
  it.each(TARGETS)("returns a value or throws a PodkeyError: $name", async (target) => {
    const { fault } = await attack(target, { numRuns: 20, seed: 11 });
    expect(fault).toBeUndefined();
  });
});
