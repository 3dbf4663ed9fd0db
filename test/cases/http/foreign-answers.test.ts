import { describe, expect, it } from "vitest";
import { fromContainer } from "../../../src/credentials/providers/container/from-container.ts";
import { describeCluster } from "../../../src/eks/cluster.ts";
import { getCallerIdentity } from "../../../src/sts/caller-identity.ts";
import { clientThat } from "../../support/bad-input.ts";
import { type FakeAnswer, fakeRuntime, text } from "../../support/fake-runtime.ts";
import { errorOf } from "../../support/rejection.ts";

const PAGE = "<!DOCTYPE html>\n<html><title>Sign in to Wi-Fi</title></html>";
const LOGIN = { location: "https://login.example.com/?next=eks" };

function page(status: number): FakeAnswer {
  return text(PAGE, status, { "content-type": "text/html; charset=utf-8" });
}

const CALLS: readonly [name: string, host: string, call: (answer: FakeAnswer) => Promise<unknown>][] = [
  [
    "an operation in JSON",
    "eks.us-west-2.amazonaws.com",
    (answer) => describeCluster(clientThat(answer), { clusterName: "demo" }),
  ],
  ["an operation in XML", "sts.us-west-2.amazonaws.com", (answer) => getCallerIdentity(clientThat(answer))],
  [
    "fromContainer",
    "169.254.170.23",
    (answer) => {
      const { ports } = fakeRuntime({ answers: [answer] });
      return fromContainer({ uri: "http://169.254.170.23/v1/credentials", ports })();
    },
  ],
];

describe.each(CALLS)("%s that something else than AWS answers", (_, host, call) => {
  it("names the host of a login page, and asks for a proxy", async () => {
    const error = await errorOf(call(page(200)), "INVALID_RESPONSE");

    expect(error.path).toBe("the body");
    expect(error.message).toContain(`got an HTML page from ${host}; is a proxy between?`);
    expect(error.message).not.toContain("Sign in");
  });

  it("says the same of a page with an error status", async () => {
    const error = await errorOf(call(page(403)), "SERVICE");

    expect(error.status).toBe(403);
    expect(error.awsMessage).toBe(`an HTML page from ${host}; is a proxy between?`);
  });

  it("names the host of a redirect, and asks for a proxy", async () => {
    const error = await errorOf(call(text("", 302, LOGIN)), "INVALID_RESPONSE");

    expect(error.path).toBe("the status");
    expect(error.message).toContain(
      "should be no redirect, got 302 to login.example.com; is a proxy between?",
    );
  });

  it("names no host if a redirect names none", async () => {
    const error = await errorOf(call(text("", 302, { location: "/login" })), "INVALID_RESPONSE");

    expect(error.message).toContain("should be no redirect, got 302; is a proxy between?");
  });
});
