import { describe, expect, test } from "vitest";
import { type EmulatedAws, emulateAws, readAssociation, readError } from "./emulated-aws.ts";

const ASSOCIATIONS = "/clusters/demo/pod-identity-associations";

interface Page {
  readonly associations: readonly Record<string, string>[];
  readonly nextToken: string | null;
}

async function list(aws: EmulatedAws, parameters: Record<string, string> = {}): Promise<Page> {
  const response = await aws.call("eks", `${ASSOCIATIONS}?${new URLSearchParams(parameters)}`);
  expect(response.status).toBe(200);
  return (await response.json()) as Page;
}

async function withServiceAccounts(...names: string[]): Promise<{ aws: EmulatedAws; ids: string[] }> {
  const aws = emulateAws();
  const ids: string[] = [];
  for (const serviceAccount of names) {
    ids.push((await readAssociation(await aws.createAssociation({ serviceAccount }))).associationId);
  }
  return { aws, ids };
}

function namesOf(page: Page): (string | undefined)[] {
  return page.associations.map(({ serviceAccount }) => serviceAccount);
}

describe("ListPodIdentityAssociations", () => {
  test("returns summaries without role, times and tags, and a null token on the last page", async () => {
    const { aws, ids } = await withServiceAccounts("cart");
    expect(await list(aws)).toEqual({
      associations: [
        {
          clusterName: "demo",
          namespace: "shop",
          serviceAccount: "cart",
          associationId: ids[0],
          associationArn: `arn:aws:eks:us-west-2:111122223333:podidentityassociation/demo/${ids[0]}`,
        },
      ],
      nextToken: null,
    });
  });

  test("filters by the complete name of namespace and service account", async () => {
    const { aws } = await withServiceAccounts("cart", "cart-2");
    await aws.createAssociation({ namespace: "bank" });
    expect(namesOf(await list(aws, { serviceAccount: "cart" }))).toEqual(["cart", "cart"]);
    expect(namesOf(await list(aws, { namespace: "shop", serviceAccount: "cart" }))).toEqual(["cart"]);
    expect(namesOf(await list(aws, { namespace: "sho" }))).toEqual([]);
  });

  test("returns pages in the order of creation", async () => {
    const { aws } = await withServiceAccounts("a", "b", "c", "d", "e");
    const first = await list(aws, { maxResults: "2" });
    const second = await list(aws, { maxResults: "2", nextToken: first.nextToken ?? "" });
    const third = await list(aws, { maxResults: "2", nextToken: second.nextToken ?? "" });
    expect([first, second, third].map(namesOf)).toEqual([["a", "b"], ["c", "d"], ["e"]]);
    expect(third.nextToken).toBeNull();
  });

  test("returns no token when the last page is exactly full", async () => {
    const { aws } = await withServiceAccounts("a", "b");
    expect((await list(aws, { maxResults: "2" })).nextToken).toBeNull();
  });

  test("neither repeats nor skips associations when others are created and deleted between pages", async () => {
    const { aws, ids } = await withServiceAccounts("a", "b", "c", "d");
    const first = await list(aws, { maxResults: "2" });
    for (const id of [ids[0], ids[1]]) await aws.call("eks", `${ASSOCIATIONS}/${id}`, { method: "DELETE" });
    await aws.createAssociation({ serviceAccount: "e" });
    const second = await list(aws, { maxResults: "3", nextToken: first.nextToken ?? "" });
    expect(namesOf(second)).toEqual(["c", "d", "e"]);
  });

  test("keeps the place of an updated association", async () => {
    const { aws, ids } = await withServiceAccounts("a", "b");
    const body = JSON.stringify({ disableSessionTags: true });
    await aws.call("eks", `${ASSOCIATIONS}/${ids[0]}`, { method: "POST", body });
    expect(namesOf(await list(aws))).toEqual(["a", "b"]);
  });

  test("uses the configured page size when the request does not set one", async () => {
    const aws = emulateAws({ pageSize: 1 });
    await aws.createAssociation();
    await aws.createAssociation({ namespace: "bank" });
    expect((await list(aws)).associations).toHaveLength(1);
  });

  test.each(["0", "101", "-1", "1.5", "ten", ""])("refuses maxResults %j", async (maxResults) => {
    const response = await emulateAws().call("eks", `${ASSOCIATIONS}?maxResults=${maxResults}`);
    expect(await readError(response)).toMatchObject({ status: 400, code: "InvalidParameterException" });
  });

  test.each(["MQ", "garbage", "%F0%9F%92%A9", ""])("refuses the invalid token %j", async (nextToken) => {
    const response = await emulateAws().call("eks", `${ASSOCIATIONS}?nextToken=${nextToken}`);
    expect(await readError(response)).toMatchObject({ status: 400, code: "InvalidParameterException" });
  });

  test("refuses a token of another query", async () => {
    const { aws } = await withServiceAccounts("a", "b");
    const { nextToken } = await list(aws, { maxResults: "1" });
    const response = await aws.call("eks", `${ASSOCIATIONS}?namespace=shop&nextToken=${nextToken}`);
    expect(await readError(response)).toMatchObject({ status: 400, code: "InvalidParameterException" });
  });

  test("answers 404 for an unknown cluster", async () => {
    expect((await emulateAws().call("eks", "/clusters/other/pod-identity-associations")).status).toBe(404);
  });
});
