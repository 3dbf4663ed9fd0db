import { describe, expect, test } from "vitest";
import { readApiHost } from "../../../src/emulator/hosts.ts";
import { createEmulator } from "../../../src/emulator/index.ts";

describe("a host below a domain of AWS", () => {
  test.each([
    ["s3.us-west-2.amazonaws.com", { label: "s3", region: "us-west-2" }],
    ["bucket.s3.us-west-2.amazonaws.com", { label: "s3", region: "us-west-2" }],
    ["bucket.s3.amazonaws.com", { label: "s3", region: undefined }],
    ["iam.amazonaws.com", { label: "iam", region: undefined }],
    ["example.com", undefined],
  ])("is read from the right: %s", (host, expected) => {
    const read = readApiHost(host);
    expect(read && { label: read.label, region: read.region }).toEqual(expected);
  });
});

describe("the public URL of an emulator", () => {
  test("is named by issuers without the slash at its end, until it is taken back", async () => {
    const emulator = createEmulator({ seed: 7 });
    const issuerOf = async (): Promise<string> => {
      const token = await emulator.issueToken({
        clusterName: "demo",
        namespace: "shop",
        serviceAccount: "cart",
      });
      const claims = token.split(".")[1] ?? "";
      return (JSON.parse(atob(claims.replaceAll("-", "+").replaceAll("_", "/"))) as { iss: string }).iss;
    };
    emulator.setPublicUrl("http://127.0.0.1:8080//");
    expect(await issuerOf()).toMatch(/^http:\/\/127\.0\.0\.1:8080\/id\//);
    emulator.setPublicUrl(undefined);
    expect(await issuerOf()).toMatch(/^https:\/\/oidc\.eks\.us-west-2\./);
  });
});

test("two emulators without a seed make different keys", async () => {
  const issue = async (): Promise<string | undefined> => {
    const emulator = createEmulator({ instance: { roleArn: "arn:aws:iam::111122223333:role/node" } });
    const put = { method: "PUT", headers: { "x-aws-ec2-metadata-token-ttl-seconds": "60" } };
    const token = await emulator.fetch("http://169.254.169.254/latest/api/token", put);
    return token.text();
  };

  expect(await issue()).not.toBe(await issue());
});
