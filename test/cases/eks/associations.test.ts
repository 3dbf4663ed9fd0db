import { describe, expect, it } from "vitest";
import {
  createPodIdentityAssociation,
  deletePodIdentityAssociation,
  describePodIdentityAssociation,
  listPodIdentityAssociations,
  updatePodIdentityAssociation,
} from "../../../src/eks/associations.ts";
import { describeCluster } from "../../../src/eks/cluster.ts";
import { listTagsForResource, tagResource, untagResource } from "../../../src/eks/tags.ts";
import { type Client, createClient } from "../../../src/http/client.ts";
import { ASSOCIATION, ASSOCIATION_ARN, CREDENTIALS, ROLE_ARN } from "../../support/aws-examples.ts";
import { bodyText, type FakeAnswer, fakeRuntime, json, text } from "../../support/fake-runtime.ts";

const HOST = "https://eks.us-west-2.amazonaws.com";
const LIST_PATH = "/clusters/demo/pod-identity-associations";
const PATH = `${LIST_PATH}/a-abcdefghijklmnop1`;
const TAGS_PATH =
  "/tags/arn%3Aaws%3Aeks%3Aus-west-2%3A111122223333%3Apodidentityassociation%2Fdemo%2Fa-abcdefghijklmnop1";
const KEY = { clusterName: "demo", associationId: "a-abcdefghijklmnop1" };
const NEW = { clusterName: "demo", namespace: "shop", serviceAccount: "checkout", roleArn: ROLE_ARN };

async function sent<T>(answer: FakeAnswer, call: (client: Client) => Promise<T>) {
  const { ports, requests } = fakeRuntime({ answers: [answer] });
  const result = await call(createClient({ region: "us-west-2", credentials: CREDENTIALS, ports }));
  const [request] = requests;
  if (!request) throw new Error("nothing was sent");
  const body = request.body === undefined ? undefined : JSON.parse(bodyText(request));
  return { ...request, path: request.url.replace(HOST, ""), body, result };
}

const ONE = json({ association: ASSOCIATION });

describe("the operations of EKS", () => {
  it.each([
    ["create", (client: Client) => createPodIdentityAssociation(client, NEW), "POST", LIST_PATH, ONE],
    ["describe", (client: Client) => describePodIdentityAssociation(client, KEY), "GET", PATH, ONE],
    [
      "update",
      (client: Client) => updatePodIdentityAssociation(client, { ...KEY, roleArn: ROLE_ARN }),
      "POST",
      PATH,
      ONE,
    ],
    ["delete", (client: Client) => deletePodIdentityAssociation(client, KEY), "DELETE", PATH, ONE],
  ] as const)("%s an association by its path, and return it", async (_, call, method, path, answer) => {
    const request = await sent(answer, call);

    expect(request).toMatchObject({ method, path, result: ASSOCIATION });
  });

  it.each([
    ["POST", (client: Client) => createPodIdentityAssociation(client, NEW), "application/json"],
    ["GET", (client: Client) => describePodIdentityAssociation(client, KEY), undefined],
    ["DELETE", (client: Client) => deletePodIdentityAssociation(client, KEY), undefined],
  ] as const)("send a content type with %s only if there is a body", async (method, call, contentType) => {
    const request = await sent(ONE, call);

    expect(request.method).toBe(method);
    expect(request.headers["content-type"]).toBe(contentType);
    expect(request.body === undefined).toBe(contentType === undefined);
  });

  it("sign requests for eks in the region of the client", async () => {
    const { headers } = await sent(ONE, (client) => describePodIdentityAssociation(client, KEY));

    expect(headers["authorization"]).toContain("/20260301/us-west-2/eks/aws4_request");
  });

  it("send every member of a new association in its body, but not the cluster", async () => {
    const members = {
      targetRoleArn: "arn:aws:iam::444455556666:role/target",
      policy: '{"Version":"2012-10-17"}',
      disableSessionTags: true,
      tags: { team: "shop" },
      clientRequestToken: "example-token",
    };
    const { body } = await sent(ONE, (client) =>
      createPodIdentityAssociation(client, { ...NEW, ...members }),
    );

    expect(body).toEqual({ namespace: "shop", serviceAccount: "checkout", roleArn: ROLE_ARN, ...members });
  });

  it("leave out an empty map of tags", async () => {
    const { body } = await sent(ONE, (client) => createPodIdentityAssociation(client, { ...NEW, tags: {} }));

    expect(body).not.toHaveProperty("tags");
  });

  it("send an empty text, which clears a member", async () => {
    const change = { targetRoleArn: "", policy: "" };
    const { body } = await sent(ONE, (client) => updatePodIdentityAssociation(client, { ...KEY, ...change }));

    expect(body).toEqual({ ...change, clientRequestToken: expect.any(String) });
  });

  it.each([
    [{ targetRoleArn: ROLE_ARN }],
    [{ disableSessionTags: false }],
    [{ policy: "{}" }],
    [{ policy: "{}", disableSessionTags: true }],
    [{ policy: "", disableSessionTags: false }],
  ])("send the change %j alone", async (change) => {
    const { body } = await sent(ONE, (client) => updatePodIdentityAssociation(client, { ...KEY, ...change }));

    expect(body).toEqual({ ...change, clientRequestToken: expect.any(String) });
  });

  it("encode the ID of an association as one path segment", async () => {
    const key = { clusterName: "demo", associationId: "a/../b?c#d e%2f" };
    const { path } = await sent(ONE, (client) => describePodIdentityAssociation(client, key));

    expect(path).toBe(`${LIST_PATH}/a%2F..%2Fb%3Fc%23d%20e%252f`);
  });

  it("list associations with only the filters that the caller gave", async () => {
    const page = json({ associations: [], nextToken: null });
    const all = await sent(page, (client) => listPodIdentityAssociations(client, { clusterName: "demo" }));
    const some = await sent(page, (client) =>
      listPodIdentityAssociations(client, { ...NEW, maxResults: 5, nextToken: "a+b/c=" }),
    );

    expect(all).toMatchObject({ method: "GET", path: LIST_PATH, result: { associations: [] } });
    expect(all.result).not.toHaveProperty("nextToken");
    expect(some.path).toBe(
      `${LIST_PATH}?namespace=shop&serviceAccount=checkout&maxResults=5&nextToken=a%2Bb%2Fc%3D`,
    );
  });

  it("describe a cluster by its name, and return its creation time as a Date", async () => {
    const cluster = { name: "demo", arn: "arn:aws:eks:us-west-2:111122223333:cluster/demo", createdAt: 1.5 };
    const { path, result } = await sent(json({ cluster }), (client) =>
      describeCluster(client, { clusterName: "demo" }),
    );

    expect(path).toBe("/clusters/demo");
    expect(result).toEqual({ ...cluster, createdAt: new Date(1500) });
  });
});

describe("the tag operations of EKS", () => {
  const resourceArn = ASSOCIATION_ARN;

  it("tag a resource by its encoded ARN", async () => {
    const request = await sent(json({}), (client) =>
      tagResource(client, { resourceArn, tags: { team: "shop" } }),
    );

    expect(request).toMatchObject({
      method: "POST",
      path: TAGS_PATH,
      body: { tags: { team: "shop" } },
      result: undefined,
    });
    expect(Object.keys(request.body)).toEqual(["tags"]);
  });

  it("untag a resource with one query parameter for each key", async () => {
    const request = await sent(json({}), (client) =>
      untagResource(client, { resourceArn, tagKeys: ["a b", "c&d"] }),
    );

    expect(request).toMatchObject({
      method: "DELETE",
      path: `${TAGS_PATH}?tagKeys=a%20b&tagKeys=c%26d`,
      body: undefined,
    });
  });

  it.each(["", "{}"])("accept the response body %j as success", async (answer) => {
    await sent(text(answer), (client) => tagResource(client, { resourceArn, tags: { team: "shop" } }));
    await sent(text(answer), (client) => untagResource(client, { resourceArn, tagKeys: ["team"] }));
  });

  it.each([
    [{ tags: { team: "shop" } }, { team: "shop" }],
    [{ tags: {} }, {}],
    [{ tags: null }, {}],
    [{}, {}],
  ])("turn the response %j into the tags %j", async (answer, tags) => {
    const { path, result } = await sent(json(answer), (client) =>
      listTagsForResource(client, { resourceArn }),
    );

    expect(path).toBe(TAGS_PATH);
    expect(result).toEqual(tags);
  });
});
