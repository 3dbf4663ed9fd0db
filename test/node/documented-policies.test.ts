import { readFileSync } from "node:fs";
import * as eks from "@aws-sdk/client-eks";
import * as s3 from "@aws-sdk/client-s3";
import * as sts from "@aws-sdk/client-sts";
import { describe, expect, it } from "vitest";

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal?: Readonly<Record<string, string>>;
  readonly Action: string | readonly string[];
  readonly Resource?: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

interface Policy {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

const BLOCK = /^```json policy\n([\s\S]*?)^```$/gm;
const ACCOUNT = /\b\d{12}\b/g;
/** Accounts of AWS's documentation. The second one is another account than that of the cluster. */
const ACCOUNTS = new Set(["111122223333", "444455556666"]);

/** An action has the name of an operation, so its service's client has a command of that name. */
const CLIENTS: Readonly<Record<string, object>> = { eks, s3, sts };

/** Actions that are permissions without an operation, or operations of services whose clients are not installed here. */
const OTHER_ACTIONS = new Set([
  "sts:TagSession",
  "iam:PassRole",
  "iam:GetRole",
  "eks-auth:AssumeRoleForPodIdentity",
  "bedrock:InvokeModel",
  "dynamodb:GetItem",
  "dynamodb:PutItem",
]);

const page = readFileSync("docs/iam-policies.md", "utf8");
const policies = [...page.matchAll(BLOCK)].map(([, text = ""], index) => ({ number: index + 1, text }));

describe.each(policies)("policy $number of the page IAM policies", ({ text }) => {
  const policy: Policy = JSON.parse(text);
  const actions = policy.Statement.flatMap(({ Action }) => Action);

  it("has the current version of the policy language", () => {
    expect(policy.Version).toBe("2012-10-17");
  });

  it("names a principal or a resource in each statement, and never all of them", () => {
    for (const { Effect, Principal, Resource } of policy.Statement) {
      expect(Effect).toBe("Allow");
      expect([Principal, Resource].filter((part) => part !== undefined)).toHaveLength(1);
      expect([Resource, ...Object.values(Principal ?? {})]).not.toContain("*");
    }
  });

  it("allows actions that exist", () => {
    expect(actions.filter((action) => !exists(action))).toEqual([]);
  });

  it("names accounts of AWS's documentation only", () => {
    expect((text.match(ACCOUNT) ?? []).filter((account) => !ACCOUNTS.has(account))).toEqual([]);
  });

  it("restricts audience and subject if it trusts an identity provider", () => {
    for (const { Principal, Condition } of policy.Statement) {
      const [, provider] = /:oidc-provider\/(.*)$/.exec(Principal?.["Federated"] ?? "") ?? [];
      const wanted = provider === undefined ? [] : [`${provider}:aud`, `${provider}:sub`];
      expect(Object.keys(Condition?.["StringEquals"] ?? {})).toEqual(expect.arrayContaining(wanted));
    }
  });
});

function exists(action: string): boolean {
  const [service = "", operation = ""] = action.split(":");
  return OTHER_ACTIONS.has(action) || `${operation}Command` in (CLIENTS[service] ?? {});
}
