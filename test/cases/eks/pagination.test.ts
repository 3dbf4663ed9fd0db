import { describe, expect, it } from "vitest";
import type { ListPodIdentityAssociationsInput } from "../../../src/eks/association-requests.ts";
import { paginatePodIdentityAssociations } from "../../../src/eks/associations.ts";
import { createClient } from "../../../src/http/client.ts";
import { ASSOCIATION, CREDENTIALS } from "../../support/aws-examples.ts";
import { type FakeAnswer, fakeRuntime, json } from "../../support/fake-runtime.ts";
import { errorOf } from "../../support/rejection.ts";

const NO_MORE = new Error("no further page may be requested");

function page(ids: readonly string[], nextToken: string | null): FakeAnswer {
  return json({ associations: ids.map((associationId) => ({ ...ASSOCIATION, associationId })), nextToken });
}

function scene(...answers: readonly FakeAnswer[]) {
  const { ports, requests } = fakeRuntime({ answers: [...answers, NO_MORE] });
  const client = createClient({ region: "us-west-2", credentials: CREDENTIALS, maxAttempts: 1, ports });
  const iterate = (input: Partial<ListPodIdentityAssociationsInput> = {}) =>
    paginatePodIdentityAssociations(client, { clusterName: "demo", ...input });
  const tokens = () => requests.map(({ url }) => new URL(url).searchParams.get("nextToken"));
  return { iterate, tokens, requests };
}

async function idsOf(items: AsyncIterable<{ readonly associationId: string }>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { associationId } of items) ids.push(associationId);
  return ids;
}

describe("paginatePodIdentityAssociations", () => {
  it("follows the tokens to the last page", async () => {
    const { iterate, tokens } = scene(page(["a", "b"], "second"), page(["c"], "third"), page(["d"], null));

    expect(await idsOf(iterate())).toEqual(["a", "b", "c", "d"]);
    expect(tokens()).toEqual([null, "second", "third"]);
  });

  it.each([1, 100])("requests pages of the size %d, which is a limit of EKS", async (maxResults) => {
    const { iterate, requests } = scene(page(["a"], null));

    expect(await idsOf(iterate({ maxResults }))).toEqual(["a"]);
    expect(requests.map(({ url }) => new URL(url).searchParams.get("maxResults"))).toEqual([
      String(maxResults),
    ]);
  });

  it("continues after a page without items", async () => {
    const { iterate } = scene(page([], "second"), page(["a"], null));

    expect(await idsOf(iterate())).toEqual(["a"]);
  });

  it("ends at a page whose token is empty", async () => {
    const { iterate } = scene(page(["a"], ""));

    expect(await idsOf(iterate())).toEqual(["a"]);
  });

  it("requests a page only when the caller needs it", async () => {
    const { iterate, requests } = scene(page(["a", "b"], "second"));
    const items = iterate();
    expect(requests).toHaveLength(0);

    await items.next();
    await items.next();
    expect(requests).toHaveLength(1);
    await items.return();
  });

  it("starts at the token that the caller gave, and sends the filters with every request", async () => {
    const { iterate, tokens, requests } = scene(page(["a"], "second"), page(["b"], null));
    await idsOf(iterate({ nextToken: "first", namespace: "shop", maxResults: 1 }));

    expect(tokens()).toEqual(["first", "second"]);
    expect(requests.map(({ url }) => new URL(url).searchParams.get("namespace"))).toEqual(["shop", "shop"]);
  });

  it("does not stop at items that are the same on two pages", async () => {
    const { iterate } = scene(page(["a"], "second"), page(["a"], null));

    expect(await idsOf(iterate())).toEqual(["a", "a"]);
  });

  it.each([
    ["the token of the page before", [page(["a"], "first"), page(["b"], "first")]],
    ["the token of two pages before", [page(["a"], "first"), page(["b"], "second"), page(["c"], "first")]],
  ])("fails if a page repeats %s", async (_, pages) => {
    const error = await errorOf(idsOf(scene(...pages).iterate()), "INVALID_RESPONSE");

    expect(error).toMatchObject({ path: "nextToken", operation: "ListPodIdentityAssociations" });
  });

  it("fails with the error of a page after it returned the items of the pages before", async () => {
    const { iterate } = scene(page(["a"], "second"), json({ __type: "InvalidParameterException" }, 400));
    const items = iterate();

    expect((await items.next()).value).toMatchObject({ associationId: "a" });
    expect(await errorOf(items.next(), "SERVICE")).toMatchObject({ awsCode: "InvalidParameterException" });
  });

  it("fails with ABORTED if its caller aborts between pages", async () => {
    const { ports } = fakeRuntime({ answers: [page(["a"], "second")] });
    const client = createClient({ region: "us-west-2", credentials: CREDENTIALS, ports });
    const controller = new AbortController();
    const items = paginatePodIdentityAssociations(
      client,
      { clusterName: "demo" },
      { signal: controller.signal },
    );
    await items.next();
    controller.abort();

    await errorOf(items.next(), "ABORTED");
  });
});
