import { describe, expect, it } from "vitest";
import { checkRequest, parseResponse } from "../../../src/aws/parse.ts";
import type { ObjectShape } from "../../../src/aws/shape.ts";
import { errorOf } from "../../support/rejection.ts";

const CONTEXT = { service: "eks", operation: "DescribeCluster", status: 200 };
const LIST: ObjectShape<{ readonly list: readonly { readonly id: string }[] }> = {
  required: { list: { items: { required: { id: { type: "string" } }, optional: {} } } },
  optional: {},
};

describe("a response that departs from its shape", () => {
  it("is refused with the path, what was expected and what was seen", async () => {
    const read = async () => parseResponse(LIST, { list: [{ id: "a" }, { id: 5 }] }, CONTEXT);

    expect(await errorOf(read(), "INVALID_RESPONSE")).toMatchObject({
      path: "list.1.id",
      expected: "string",
      message: expect.stringContaining("list.1.id should be string, got number"),
      status: 200,
      service: "eks",
    });
  });

  it("is refused as a whole if it is no object", async () => {
    const read = async () => parseResponse(LIST, "text", CONTEXT);

    expect(await errorOf(read(), "INVALID_RESPONSE")).toMatchObject({
      path: "the body",
      message: expect.stringContaining("the body should be an object, got string"),
    });
  });
});

describe("a request that departs from its shape", () => {
  const field: ObjectShape<{ readonly a: { readonly b: number } }> = {
    required: { a: { required: { b: { type: "number" } }, optional: {} } },
    optional: {},
    check: ({ a }) => (a.b === 1 ? undefined : "must change something"),
  };

  it.each([
    [{ a: { b: "x" } }, "a.b", "a.b should be number, got string"],
    [{ a: {} }, "a.b", "a.b is missing"],
    [{ a: { b: 2 } }, "the input", "the input must change something"],
    [undefined, "the input", "the input is missing"],
    [[], "the input", "the input should be an object, got an array"],
  ])("is refused with its field, or as a whole: %j", async (input, name, end) => {
    const check = async () => checkRequest(field, input, "Tag");

    expect(await errorOf(check(), "INVALID_REQUEST")).toMatchObject({
      field: name,
      operation: "Tag",
      message: `the input of Tag is invalid: ${end}`,
    });
  });

  it("is returned if it has its shape", () => {
    expect(checkRequest(field, { a: { b: 1 } }, "Tag")).toEqual({ a: { b: 1 } });
  });
});
