import { describe, expect, test } from "vitest";
import { createEmulator, type Fault, isDroppedConnection } from "../../../src/emulator/index.ts";
import { queueTurn } from "../../support/fake-clock.ts";
import { emulateAws, PAIR, ROLE_ARN, readError } from "./emulated-aws.ts";
import { list, withFault } from "./faulty-aws.ts";

async function statusesByChance(): Promise<number[]> {
  const aws = withFault({ kind: "throttle", probability: 0.5 });
  const statuses: number[] = [];
  for (let count = 0; count < 20; count++) statuses.push((await list(aws)).status);
  return statuses;
}

describe("an injected fault", () => {
  test("affects one operation a given number of times", async () => {
    const aws = withFault({ kind: "throttle", operation: "ListPodIdentityAssociations", times: 2 });
    expect((await aws.createAssociation()).status).toBe(200);
    expect([(await list(aws)).status, (await list(aws)).status, (await list(aws)).status]).toEqual([
      429, 429, 200,
    ]);
  });

  test("affects one service", async () => {
    const aws = withFault({ kind: "throttle", service: "sts", times: 2 });
    expect((await list(aws)).status).toBe(200);
    expect((await aws.callSts({ Action: "GetCallerIdentity" })).status).toBe(400);
  });

  test("skips a given number of requests", async () => {
    const aws = withFault({ kind: "throttle", operation: "*", skip: 1 });
    expect([(await list(aws)).status, (await list(aws)).status, (await list(aws)).status]).toEqual([
      200, 429, 200,
    ]);
  });

  test("affects the same requests for the same seed and probability", async () => {
    const statuses = await statusesByChance();
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    expect(await statusesByChance()).toEqual(statuses);
  });

  test("ends with clearFaults", async () => {
    const aws = withFault({ kind: "throttle", times: 100 });
    aws.emulator.clearFaults();
    expect((await list(aws)).status).toBe(200);
  });

  test("leaves a second failure to the next request", async () => {
    const aws = withFault({ kind: "throttle" }, { kind: "serverError" });
    expect([(await list(aws)).status, (await list(aws)).status, (await list(aws)).status]).toEqual([
      429, 500, 200,
    ]);
  });
});

describe("injectFault", () => {
  test("refuses an unknown operation with a list of the known ones", () => {
    const { emulator } = emulateAws();
    const inject = (): void => emulator.injectFault({ kind: "drop", operation: "DescribeClusters" });
    expect(inject).toThrow(TypeError);
    expect(inject).toThrow(
      /^cannot inject a fault into the operation "DescribeClusters": the operations are \*, AssumeRole, AssumeRoleForPodIdentity, .*, UpdatePodIdentityAssociation$/,
    );
  });

  test("refuses an unknown service, and an operation of another service, with a list of the known ones", () => {
    const { emulator } = emulateAws({ services: { s3: () => new Response() } });
    expect(() => emulator.injectFault({ kind: "drop", service: "dynamodb" })).toThrow(
      new TypeError(
        'cannot inject a fault into the service "dynamodb": the services are eks, eks-auth, sts, oidc, kubernetes, instance-metadata, s3',
      ),
    );
    expect(() => emulator.injectFault({ kind: "drop", service: "sts", operation: "TagResource" })).toThrow(
      new TypeError(
        'cannot inject a fault into the operation "TagResource": the operations are *, AssumeRole, AssumeRoleWithWebIdentity, GetCallerIdentity',
      ),
    );
    expect(() => emulator.injectFault({ kind: "drop", service: "s3", operation: "Any" })).not.toThrow();
  });

  test("refuses an unknown kind with a list of the known ones", () => {
    const { emulator } = emulateAws();
    const inject = (): void => emulator.injectFault({ kind: "thortle" } as unknown as Fault);
    expect(inject).toThrow(TypeError);
    expect(inject).toThrow(
      'cannot inject a fault of the kind "thortle": the kinds are throttle, serverError, htmlError, error, redirect, latency, drop, lostReply, malformedBody, clockSkew',
    );
  });

  test("accepts every operation by its name", async () => {
    const { emulator } = emulateAws();
    emulator.injectFault({ kind: "drop", operation: "*" });
    for (const operation of ["GetCallerIdentity", "IssuerKeys", "PutMetadataToken"]) {
      expect(() => emulator.injectFault({ kind: "drop", operation })).not.toThrow();
    }
  });
});

describe("injected latency", () => {
  test("delays the response by the emulator's sleep", async () => {
    const waits: number[] = [];
    const aws = emulateAws({ sleep: async (milliseconds) => void waits.push(milliseconds) });
    aws.emulator.injectFault({ kind: "latency", latencyMs: 300 });
    aws.emulator.injectFault({ kind: "throttle" });
    expect((await list(aws)).status).toBe(429);
    expect((await list(aws)).status).toBe(200);
    expect(waits).toEqual([300]);
  });

  test.each([
    ["before", 0],
    ["during", 20],
  ])("ends when the caller aborts %s it", async (_when, turns) => {
    const aws = emulateAws({ sleep: () => new Promise(() => {}) });
    aws.emulator.injectFault({ kind: "latency", latencyMs: 300 });
    const controller = new AbortController();
    const promise = aws.emulator.fetch("http://127.0.0.1/id/0/keys", { signal: controller.signal });
    for (let turn = 0; turn < turns; turn += 1) await queueTurn();
    controller.abort(new Error("enough"));
    await expect(promise).rejects.toThrow("enough");
  });

  test("holds the response back until the sleep ends", async () => {
    const slept = Promise.withResolvers<void>();
    const aws = emulateAws({ sleep: () => slept.promise });
    aws.emulator.injectFault({ kind: "latency", latencyMs: 300 });
    let isAnswered = false;
    const answered = list(aws).then(() => {
      isAnswered = true;
    });
    for (let turn = 0; turn < 20; turn += 1) await queueTurn();
    expect(isAnswered).toBe(false);
    slept.resolve();
    await answered;
    expect(isAnswered).toBe(true);
  });

  test("is real time without a sleep of the test", async () => {
    const emulator = createEmulator();
    emulator.injectFault({ kind: "latency", latencyMs: 1, service: "oidc" });
    expect((await emulator.fetch("http://127.0.0.1/id/0/keys")).status).toBe(404);
  });
});

describe("a dropped connection", () => {
  test("rejects with a TypeError that isDroppedConnection recognises, before the operation", async () => {
    const aws = withFault({ kind: "drop" });
    const error: unknown = await aws.createAssociation().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ message: "fetch failed", cause: { code: "ECONNRESET" } });
    expect(isDroppedConnection(error)).toBe(true);
    expect(isDroppedConnection(new TypeError("fetch failed"))).toBe(false);
    expect((await aws.createAssociation()).status).toBe(200);
  });

  test("rejects after the operation for a lost reply", async () => {
    const aws = withFault({ kind: "lostReply", operation: "CreatePodIdentityAssociation" });
    await expect(aws.createAssociation({ clientRequestToken: "token-1" })).rejects.toThrow("fetch failed");
    expect((await aws.createAssociation()).status).toBe(409);
    expect((await aws.createAssociation({ clientRequestToken: "token-1" })).status).toBe(200);
  });
});

describe("an injected clock skew", () => {
  test("moves the clock of signatures and the date header until clearFaults", async () => {
    const aws = withFault({ kind: "clockSkew", skewMs: 600_000 });
    for (let count = 0; count < 2; count++) {
      const response = await list(aws);
      expect(response.headers.get("date")).toBe("Sun, 30 Aug 2015 12:46:00 GMT");
      expect(await readError(response)).toEqual({
        status: 403,
        code: "InvalidSignatureException",
        message:
          "Signature expired: 20150830T123600Z is now earlier than 20150830T124100Z (20150830T124600Z - 5 min.)",
      });
    }
    aws.emulator.clearFaults();
    expect((await list(aws)).status).toBe(200);
  });

  test("does not move the clock of tokens and credentials", async () => {
    const aws = withFault({ kind: "clockSkew", skewMs: -60_000 });
    await aws.createAssociation({ ...PAIR, roleArn: ROLE_ARN });
    const { credentials } = (await (await aws.exchange()).json()) as { credentials: { expiration: number } };
    expect(credentials.expiration).toBe(aws.clock.nowMs / 1000 + 21_600);
  });
});
