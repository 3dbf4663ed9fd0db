import { describe, expect, test } from "vitest";
import type { Fault } from "../../../src/emulator/index.ts";
import { readError } from "./emulated-aws.ts";
import { list, withFault } from "./faulty-aws.ts";

describe("an injected throttle", () => {
  test("answers 429 once, with retry hints in milliseconds and in seconds", async () => {
    const aws = withFault({ kind: "throttle", retryAfterMs: 1500, retryAfterSeconds: 2 });
    const response = await list(aws);
    expect(response.headers.get("x-amz-retry-after")).toBe("1500");
    expect(response.headers.get("retry-after")).toBe("2");
    expect(await readError(response)).toEqual({
      status: 429,
      code: "ThrottlingException",
      message: "Rate exceeded",
    });
    expect((await list(aws)).status).toBe(200);
  });

  test("answers Throttling with status 400 for STS, by default without a retry hint", async () => {
    const response = await withFault({ kind: "throttle" }).callSts({ Action: "GetCallerIdentity" });
    expect(response.headers.has("retry-after")).toBe(false);
    expect(await readError(response)).toEqual({ status: 400, code: "Throttling", message: "Rate exceeded" });
  });
});

describe("an injected server error", () => {
  test.each<[string, Fault, number, string]>([
    ["500 with the service's own code", { kind: "serverError" }, 500, "ServerException"],
    [
      "503 with the service's own code",
      { kind: "serverError", status: 503 },
      503,
      "ServiceUnavailableException",
    ],
  ])("answers %s", async (_name, fault, status, code) => {
    expect(await readError(await list(withFault(fault)))).toMatchObject({ status, code });
  });

  test("uses the error codes of EKS Auth and of STS", async () => {
    expect(await readError(await withFault({ kind: "serverError" }).exchange())).toMatchObject({
      code: "InternalServerException",
    });
    const aws = withFault({ kind: "serverError", status: 503 });
    expect(await readError(await aws.callSts({ Action: "GetCallerIdentity" }))).toMatchObject({
      status: 503,
      code: "ServiceUnavailable",
    });
  });

  test.each<[Fault, number]>([
    [{ kind: "serverError", status: 502, body: "html" }, 502],
    [{ kind: "htmlError" }, 503],
    [{ kind: "htmlError", status: 504 }, 504],
  ])("is an HTML page for %j", async (fault, status) => {
    const response = await list(withFault(fault));
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("text/html");
    expect(await response.text()).toContain("<html>");
  });

  test("can have an empty body", async () => {
    const response = await list(withFault({ kind: "serverError", body: "empty" }));
    expect([response.status, await response.text()]).toEqual([500, ""]);
  });
});

describe("an injected error", () => {
  test("has the given code, as JSON or as XML", async () => {
    const fault = {
      kind: "error",
      status: 400,
      code: "IDPCommunicationError",
      message: "try again",
    } as const;
    const aws = withFault({ ...fault, times: 2 });
    const expected = { status: 400, code: "IDPCommunicationError", message: "try again" };
    expect(await readError(await aws.callSts({ Action: "GetCallerIdentity" }))).toEqual(expected);
    expect(await readError(await list(aws))).toEqual(expected);
  });

  test("is a Status object for Kubernetes", async () => {
    const aws = withFault({ kind: "error", status: 403, code: "Forbidden", message: "no" });
    const url = "http://127.0.0.1/k8s/demo/api/v1/namespaces/shop/serviceaccounts/cart/token";
    const response = await aws.emulator.fetch(url, { method: "POST", body: "{}" });
    expect(await response.json()).toMatchObject({ kind: "Status", reason: "Forbidden", code: 403 });
  });
});

describe("an injected redirect", () => {
  const fault = { kind: "redirect", location: "http://169.254.169.254/" } as const;

  test("is returned and not followed", async () => {
    const response = await list(withFault(fault));
    expect([response.status, response.headers.get("location")]).toEqual([307, "http://169.254.169.254/"]);
  });

  test("rejects a request whose redirect mode is `error`", async () => {
    const { emulator } = withFault(fault);
    await expect(emulator.fetch("http://127.0.0.1/", { redirect: "error" })).rejects.toThrow(TypeError);
  });

  test("has the given status", async () => {
    expect((await list(withFault({ ...fault, status: 302 }))).status).toBe(302);
  });
});

describe("an injected malformed body", () => {
  test.each<["truncated" | "html" | "empty"]>([["truncated"], ["html"], ["empty"]])(
    "makes the response %s",
    async (body) => {
      const aws = withFault({ kind: "malformedBody", body });
      const response = await aws.createAssociation();
      expect(response.status).toBe(200);
      await expect(response.json()).rejects.toThrow();
      expect((await aws.createAssociation()).status).toBe(409);
    },
  );
});
