import { sValidator } from "@hono/standard-validator";
import type { StandardSchemaV1 } from "@standard-schema/spec";
import { Hono } from "hono";
import { isResponseValidationError, up } from "up-fetch";
import { describe, expect, it } from "vitest";
import {
  createPodIdentityAssociationInputSchema,
  type PodIdentityAssociationPage,
  podIdentityAssociationPageSchema,
  roleSessionSchema,
} from "../../src/models/index.ts";
import { ASSOCIATION, CREDENTIALS, ROLE_ARN } from "../support/aws-examples.ts";
import { rejectionOf } from "../support/rejection.ts";

const INPUT = { clusterName: "demo", namespace: "shop", serviceAccount: "checkout", roleArn: ROLE_ARN };

describe("a schema of podkey/models in Hono's validator", () => {
  const app = new Hono().post("/", sValidator("json", createPodIdentityAssociationInputSchema()), (c) => {
    const { namespace, tags = {} } = c.req.valid("json");
    return c.json({ namespace, team: tags["team"] });
  });

  it("lets a valid body through, with its type", async () => {
    const response = await app.request("/", jsonRequest({ ...INPUT, tags: { team: "shop" } }));

    expect(await response.json()).toEqual({ namespace: "shop", team: "shop" });
  });

  it("refuses an invalid body, and names each invalid member", async () => {
    const response = await app.request("/", jsonRequest({ ...INPUT, namespace: "A", roleArn: "checkout" }));
    const { error } = (await response.json()) as { error: StandardSchemaV1.Issue[] };

    expect(response.status).toBe(400);
    expect(
      error.map(({ path }) => path?.map((item) => (typeof item === "object" ? item.key : item))),
    ).toEqual([["namespace"], ["roleArn"]]);
  });

  it("does not send a secret back in the issues", async () => {
    const sts = new Hono().post("/", sValidator("json", roleSessionSchema()), (c) => c.text("valid"));
    const body = { Credentials: { SecretAccessKey: CREDENTIALS.secretAccessKey }, AssumedRoleUser: {} };
    const response = await sts.request("/", jsonRequest(body));
    const { error } = (await response.json()) as { error: unknown };

    expect(response.status).toBe(400);
    expect(JSON.stringify(error)).not.toContain(CREDENTIALS.secretAccessKey);
  });
});

describe("a schema of podkey/models in up-fetch", () => {
  it("gives a response the type and the form of the model", async () => {
    const page = await listFrom({ associations: [ASSOCIATION] });

    expect(page.associations[0]?.serviceAccount).toBe("checkout");
  });

  it("rejects another response with the issues of the schema", async () => {
    const error = await rejectionOf(listFrom({ associations: [{ clusterName: 5 }] }));
    if (!isResponseValidationError(error)) throw error;

    expect(error.issues.map(({ message }) => message)).toContain("should be string, got number");
  });
});

/** Lists associations by up-fetch from a server that sends a body. */
async function listFrom(body: unknown): Promise<PodIdentityAssociationPage> {
  const answer = async (_input: RequestInfo | URL, _init?: RequestInit): Promise<Response> =>
    Response.json(body);
  return await up(answer)("https://eks.example.com/clusters/demo/pod-identity-associations", {
    schema: podIdentityAssociationPageSchema(),
  });
}

function jsonRequest(body: unknown): RequestInit {
  return { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
