import { describe, expect, test } from "vitest";
import { type EmulatedAws, emulateAws, readAssociation, readError } from "./emulated-aws.ts";

const CLUSTER_ARN = "arn:aws:eks:us-west-2:111122223333:cluster/demo";

async function withTagged(): Promise<{ aws: EmulatedAws; path: string; arn: string }> {
  const aws = emulateAws();
  const created = await readAssociation(await aws.createAssociation({ tags: { team: "web" } }));
  const arn = String(created["associationArn"]);
  return { aws, arn, path: `/tags/${encodeURIComponent(arn)}` };
}

async function tagsAt(aws: EmulatedAws, path: string): Promise<unknown> {
  return ((await (await aws.call("eks", path)).json()) as { tags: unknown }).tags;
}

describe("the tag operations", () => {
  test("add, replace and list tags", async () => {
    const { aws, path } = await withTagged();
    const body = JSON.stringify({ tags: { team: "data", stage: "test" } });
    expect((await aws.call("eks", path, { method: "POST", body })).status).toBe(200);
    expect(await tagsAt(aws, path)).toEqual({ team: "data", stage: "test" });
  });

  test("remove the tags of repeated `tagKeys`, and ignore unknown keys", async () => {
    const { aws, path } = await withTagged();
    const body = JSON.stringify({ tags: { stage: "test", "a b": "" } });
    await aws.call("eks", path, { method: "POST", body });
    const query = "?tagKeys=team&tagKeys=a%20b&tagKeys=missing";
    expect((await aws.call("eks", path + query, { method: "DELETE" })).status).toBe(200);
    expect(await tagsAt(aws, path)).toEqual({ stage: "test" });
  });

  test("change the tags that the association shows", async () => {
    const { aws, arn, path } = await withTagged();
    await aws.call("eks", path, { method: "POST", body: JSON.stringify({ tags: { stage: "test" } }) });
    const id = arn.slice(arn.lastIndexOf("/") + 1);
    const described = await aws.call("eks", `/clusters/demo/pod-identity-associations/${id}`);
    expect(await readAssociation(described)).toMatchObject({ tags: { team: "web", stage: "test" } });
  });

  test("take an ARN whose slashes are not encoded", async () => {
    const { aws, arn } = await withTagged();
    expect(await tagsAt(aws, `/tags/${arn}`)).toEqual({ team: "web" });
  });

  test("tag a cluster", async () => {
    const aws = emulateAws();
    const path = `/tags/${encodeURIComponent(CLUSTER_ARN)}`;
    await aws.call("eks", path, { method: "POST", body: JSON.stringify({ tags: { team: "web" } }) });
    expect(await tagsAt(aws, path)).toEqual({ team: "web" });
  });

  test("take a tag without a value as an empty one", async () => {
    const { aws, path } = await withTagged();
    await aws.call("eks", path, { method: "POST", body: JSON.stringify({ tags: { stage: null } }) });
    expect(await tagsAt(aws, path)).toEqual({ team: "web", stage: "" });
  });

  test("refuse to remove more than 50 tags at once, or none", async () => {
    const { aws, path } = await withTagged();
    const query = (count: number): string =>
      `?${Array.from({ length: count }, (_, index) => `tagKeys=key-${index}`).join("&")}`;
    const statuses = [];
    for (const count of [1, 50, 51]) {
      statuses.push((await aws.call("eks", path + query(count), { method: "DELETE" })).status);
    }
    expect(statuses).toEqual([200, 200, 400]);
    expect((await aws.call("eks", path, { method: "DELETE" })).status).toBe(400);
  });

  test("answer NotFoundException for a cluster of the same name in another account", async () => {
    const aws = emulateAws();
    const path = `/tags/${encodeURIComponent(CLUSTER_ARN.replace("111122223333", "444455556666"))}`;
    expect(await readError(await aws.call("eks", path))).toMatchObject({ code: "NotFoundException" });
  });

  test("answer NotFoundException for the ARN of an unknown resource", async () => {
    const { aws, path } = await withTagged();
    expect(await readError(await aws.call("eks", `${path}0`))).toMatchObject({
      status: 404,
      code: "NotFoundException",
    });
  });

  test("answer BadRequestException for text that is not the ARN of an EKS resource", async () => {
    const aws = emulateAws();
    const response = await aws.call("eks", `/tags/${encodeURIComponent("arn:aws:s3:::bucket")}`);
    expect(await readError(response)).toMatchObject({ status: 400, code: "BadRequestException" });
  });

  test.each([
    ["no tags", {}],
    ["a reserved key", { "aws:team": "web" }],
    [
      "more than fifty with those there are",
      Object.fromEntries([...Array(50).keys()].map((index) => [`k${index}`, ""])),
    ],
  ])("answer BadRequestException for %s", async (_name, tags) => {
    const { aws, path } = await withTagged();
    const response = await aws.call("eks", path, { method: "POST", body: JSON.stringify({ tags }) });
    expect(await readError(response)).toMatchObject({ status: 400, code: "BadRequestException" });
  });

  test("accept 50 tags", async () => {
    const tags = Object.fromEntries(Array.from({ length: 50 }, (_value, index) => [`key-${index}`, ""]));
    expect((await emulateAws().createAssociation({ tags })).status).toBe(200);
  });

  test("answer BadRequestException for untagging without keys", async () => {
    const { aws, path } = await withTagged();
    expect((await aws.call("eks", path, { method: "DELETE" })).status).toBe(400);
  });
});

describe("DescribeCluster", () => {
  test("returns the issuer and the endpoint at AWS's hosts", async () => {
    const response = await emulateAws().call("eks", "/clusters/demo");
    const { cluster } = (await response.json()) as { cluster: Record<string, unknown> };
    expect(cluster).toMatchObject({
      name: "demo",
      arn: CLUSTER_ARN,
      status: "ACTIVE",
      endpoint: expect.stringMatching(/^https:\/\/[0-9A-F]{32}\.gr7\.us-west-2\.eks\.amazonaws\.com$/),
      identity: {
        oidc: {
          issuer: expect.stringMatching(/^https:\/\/oidc\.eks\.us-west-2\.amazonaws\.com\/id\/[0-9A-F]{32}$/),
        },
      },
    });
  });

  test("returns the issuer and the endpoint at the server's URL when there is a server", async () => {
    const aws = emulateAws();
    aws.emulator.setPublicUrl("http://127.0.0.1:8080/");
    const { cluster } = (await (await aws.call("eks", "/clusters/demo")).json()) as {
      cluster: Record<string, unknown>;
    };
    expect(cluster["endpoint"]).toBe("http://127.0.0.1:8080/k8s/demo");
    expect(cluster["identity"]).toEqual({
      oidc: { issuer: expect.stringMatching(/^http:\/\/127\.0\.0\.1:8080\/id\/[0-9A-F]{32}$/) },
    });
  });

  test("answers 404 for an unknown cluster, and 200 after it was added", async () => {
    const aws = emulateAws({ clusters: [] });
    expect((await aws.call("eks", "/clusters/demo")).status).toBe(404);
    aws.emulator.addCluster("demo");
    expect((await aws.call("eks", "/clusters/demo")).status).toBe(200);
  });
});

test("addCluster throws for an invalid cluster name", () => {
  expect(() => emulateAws().emulator.addCluster("-demo")).toThrow(TypeError);
});
