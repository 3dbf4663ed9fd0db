import { describe, expect, it } from "vitest";
import { Mismatch, readShape } from "../../../src/aws/read-shape.ts";
import type { ObjectShape, Shape } from "../../../src/aws/shape.ts";

interface Pod {
  readonly name: string;
  readonly count?: number;
  readonly startedAt?: Date;
  readonly labels?: Readonly<Record<string, string>>;
  readonly ports?: readonly number[];
}

const POD: ObjectShape<Pod> = {
  required: { name: { type: "string", check: (name) => (name === "" ? "must not be empty" : undefined) } },
  optional: {
    count: {
      type: "number",
      check: (count, { name }) => (name === "one" && count > 1 ? "is too many" : undefined),
    },
    startedAt: {
      expected: "a time",
      convert: (value) => (typeof value === "number" ? new Date(value) : undefined),
    },
    labels: { values: { type: "string" } },
    ports: {
      items: { type: "number" },
      check: ({ length }) => (length > 2 ? "must hold at most 2" : undefined),
    },
  },
  check: ({ name, count }) => (name === "none" && count !== undefined ? "contradicts itself" : undefined),
};

/** Lists the keys of a mismatch and its problem. */
function faultOf<T>(shape: Shape<T>, value: unknown): unknown {
  const read = readShape(shape, value);
  return read instanceof Mismatch ? [read.keys.join("/"), read.problem] : "accepted";
}

describe("a value that is read by its shape", () => {
  it("is a copy with converted members, and with the members that the shape does not list", () => {
    const value = { name: "a", startedAt: 0, labels: { x: "y" }, ports: [1, 2], future: { a: [null] } };
    const read = readShape(POD, value);

    expect(read).toEqual({ ...value, startedAt: new Date(0) });
    expect(read).not.toBe(value);
    expect(value.startedAt).toBe(0);
  });

  it("may lack optional members, also by holding undefined", () => {
    expect(readShape(POD, { name: "a", count: undefined })).toEqual({ name: "a" });
  });

  it.each([
    [undefined, "", "is missing"],
    [null, "", "should be an object, got null"],
    [[], "", "should be an object, got an array"],
    [{}, "name", "is missing"],
    [{ name: 5 }, "name", "should be string, got number"],
    [{ name: "" }, "name", "must not be empty"],
    [{ name: "one", count: 2 }, "count", "is too many"],
    [{ name: "a", count: "2" }, "count", "should be number, got string"],
    [{ name: "a", count: null }, "count", "should be number, got null"],
    [{ name: "a", startedAt: "soon" }, "startedAt", "should be a time, got string"],
    [{ name: "a", labels: [] }, "labels", "should be an object, got an array"],
    [{ name: "a", labels: { "a.b": 5 } }, "labels/a.b", "should be string, got number"],
    [{ name: "a", ports: {} }, "ports", "should be an array, got an object"],
    [{ name: "a", ports: [1, "x"] }, "ports/1", "should be number, got string"],
    [{ name: "a", ports: [1, 2, 3] }, "ports", "must hold at most 2"],
    [{ name: "none", count: 1 }, "", "contradicts itself"],
    [{ name: "", count: "x" }, "name", "must not be empty"],
  ])("is refused at the first fault: %j", (value, path, problem) => {
    expect(faultOf(POD, value)).toEqual([path, problem]);
  });

  it("keeps no member named __proto__, and any other name that objects inherit", () => {
    const value = JSON.parse('{"name":"a","__proto__":{"count":1},"prototype":1,"constructor":2}');
    const read = readShape(POD, value);

    expect(Object.keys(Object(read))).toEqual(["name", "prototype", "constructor"]);
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
  });
});
