import { describe, expect, it } from "vitest";
import { createAgent } from "../../../src/agent/create-agent.ts";
import type { AwsCredentials } from "../../../src/aws/credentials.ts";
import { ServiceError } from "../../../src/errors/call-errors.ts";
import { ConfigurationError } from "../../../src/errors/errors.ts";
import { CREDENTIALS } from "../../support/aws-examples.ts";
import { errorOf, rejectionOf } from "../../support/rejection.ts";
import { MINUTE_MS, SECOND_MS } from "../../support/time.ts";
import { codeIn } from "./answer.ts";
import { type EmulatedAgent, EXCHANGE, emulatedAgent } from "./emulated-agent.ts";

const UNKNOWN: AwsCredentials = { ...CREDENTIALS, accessKeyId: "AKIAI44QH8DHBEXAMPLE" };

/** An agent whose own credentials come from a source that counts its calls and that a test can break. */
async function ownScene(first: AwsCredentials = CREDENTIALS) {
  const source = { reads: 0, given: first, failure: undefined as unknown };
  const credentials = async () => {
    source.reads += 1;
    if (source.failure !== undefined) throw source.failure;
    return source.given;
  };
  const scene = await emulatedAgent({ credentials });
  let pods = 0;
  /** Asks for a pod that has not asked before. */
  const getForNewPod = async () => scene.get(await scene.issueToken(`checkout-${++pods}`));
  const pass = (ms: number) => {
    scene.clock.advance(ms);
    return scene.settle(Promise.resolve());
  };
  return { ...scene, source, getForNewPod, pass };
}

function signers({ emulator }: EmulatedAgent): (string | undefined)[] {
  return emulator.requests
    .filter(({ operation }) => operation === EXCHANGE)
    .map(({ headers }) => /Credential=(\w+)\//.exec(headers["authorization"] ?? "")?.[1]);
}

describe("the agent's own credentials", () => {
  it.each([
    ["without an expiration, for example from a file", CREDENTIALS],
    ["with an expiration", { ...CREDENTIALS, expiration: new Date("2026-03-01T18:00:00Z") }],
  ])(
    "(%s) are read again each minute while they are in use, and not otherwise",
    async (_name, credentials) => {
      const { source, getForNewPod, pass } = await ownScene(credentials);
      await getForNewPod();
      await pass(30 * SECOND_MS);
      await getForNewPod();
      expect(source.reads).toBe(1);

      await pass(31 * SECOND_MS);
      await getForNewPod();
      expect(source.reads).toBe(2);
      await pass(SECOND_MS);
      await getForNewPod();
      await pass(10 * MINUTE_MS);
      expect(source.reads).toBe(3);
      await pass(60 * MINUTE_MS);
      expect(source.reads).toBe(3);
    },
  );

  it("stay in use while their source fails", async () => {
    const { source, getForNewPod, pass } = await ownScene();
    await getForNewPod();
    source.failure = new Error("the file is being written");
    await pass(2 * MINUTE_MS);

    expect((await getForNewPod()).status).toBe(200);
  });

  it("are read again when AWS refuses them, and the exchange is repeated once", async () => {
    const scene = await ownScene(UNKNOWN);
    await scene.agent.ready();
    scene.source.given = CREDENTIALS;

    expect((await scene.getForNewPod()).status).toBe(200);
    expect(signers(scene)).toEqual([UNKNOWN.accessKeyId, CREDENTIALS.accessKeyId]);
    expect(scene.source.reads).toBe(2);
    expect((await scene.getForNewPod()).status).toBe(200);
    expect(scene.source.reads).toBe(2);
  });

  it("are not used for a second attempt if AWS refused them and their source has no others", async () => {
    const scene = await ownScene(UNKNOWN);
    const answer = await scene.getForNewPod();

    expect(answer.status).toBe(503);
    expect(codeIn(answer)).toBe("ServiceUnavailableException");
    expect(answer.text).toContain(
      "EKS Auth refuses the agent's own credentials, not the pod's token: UnrecognizedClientException: ",
    );
    expect(answer.text).toMatch(/, fault: server\n$/);
    expect(signers(scene)).toEqual([UNKNOWN.accessKeyId]);
    expect(scene.source.reads).toBe(2);
  });

  it("do not cost pods their cached credentials when AWS refuses them", async () => {
    const { source, get, getForNewPod, issueToken, pass, agent } = await ownScene();
    const token = await issueToken();
    const { key } = await get(token);
    source.given = UNKNOWN;
    await pass((6 * 60 - 20) * MINUTE_MS);
    // The old credentials are still handed out once, while the source is asked.
    await agent.ready();
    await pass(SECOND_MS);
    expect((await getForNewPod()).status).toBe(503);

    expect((await get(token)).key).toBe(key);
    expect(agent.state().kept).toBe(1);
  });

  it("are missing with an internal error, and used as soon as their source works", async () => {
    const { source, getForNewPod, pass, agent } = await ownScene();
    source.failure = new Error("the secret is hunter2");
    const answer = await getForNewPod();
    expect(answer.status).toBe(500);
    expect(answer.text).toContain("the agent has no credentials of its own: their source failed");
    expect(answer.text).not.toContain("hunter2");
    expect(await rejectionOf(agent.ready())).toBe(source.failure);

    source.failure = undefined;
    await pass(SECOND_MS);
    expect((await getForNewPod()).status).toBe(200);
  });
});

describe("a pod whose agent has no credentials of its own", () => {
  it("gets the reason of their source, as a fault of the server", async () => {
    const { source, getForNewPod } = await ownScene();
    source.failure = new ServiceError({
      service: "instance-metadata",
      operation: "GetRoleName",
      status: 404,
      awsCode: "NotFound",
      awsMessage: "the instance has no IAM role; attach an instance profile to it",
      retryable: false,
    });
    const { status, text } = await getForNewPod();

    expect(status).toBe(500);
    expect(text).toMatch(/the agent has no credentials of its own: .*attach an instance profile to it/);
    expect(text).toMatch(/, fault: server\n$/);
  });
});

describe("the agent's ready", () => {
  it("resolves once the agent has credentials of its own", async () => {
    const { source, agent, pass } = await ownScene();
    source.failure = new ConfigurationError({ setting: "credentials", message: "no profile is there" });
    expect(await errorOf(agent.ready(), "CONFIGURATION")).toBe(source.failure);

    source.failure = undefined;
    await pass(SECOND_MS);
    await agent.ready();
    expect(source.reads).toBe(2);
  });

  it("resolves at once with a custom exchange", async () => {
    const agent = createAgent({ exchange: async () => CREDENTIALS });

    expect(await agent.ready()).toBeUndefined();
  });
});
