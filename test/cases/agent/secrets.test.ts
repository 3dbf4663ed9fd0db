import { describe, expect, it } from "vitest";
import type { AgentEvent } from "../../../src/agent/answer/events.ts";
import { createAgent } from "../../../src/agent/create-agent.ts";
import type { AgentOptions } from "../../../src/agent/options.ts";
import { ServiceError } from "../../../src/errors/call-errors.ts";
import { InvalidTokenError } from "../../../src/errors/errors.ts";
import { CREDENTIALS, POD_IDENTITY_SESSION } from "../../support/aws-examples.ts";
import { CANARY_CREDENTIALS, CANARY_SECRET_KEY, CANARY_TOKEN, leakIn } from "../../support/canaries.ts";
import { fakeRuntime, json, text } from "../../support/fake-runtime.ts";
import { printedForms } from "../../support/printed-forms.ts";
import { HOUR_MS } from "../../support/time.ts";
import { agentScene } from "./agent-scene.ts";
import { type Answer, credentialsRequest, readAnswer } from "./answer.ts";

const SESSION = {
  ...POD_IDENTITY_SESSION,
  credentials: {
    ...CANARY_CREDENTIALS,
    expiration: Date.UTC(2026, 2, 1, 18) / 1000,
  },
};

const CLIENT = { clusterName: "demo", region: "us-west-2", credentials: CANARY_CREDENTIALS };

/** Asks an agent on a fake network with a canary token, and collects the answer and all events. */
async function told(answers: Parameters<typeof fakeRuntime>[0], options: Partial<AgentOptions> = {}) {
  const { ports, clock } = fakeRuntime(answers);
  const events: AgentEvent[] = [];
  const agent = createAgent({ ...CLIENT, ...options, ports, onEvent: (event) => events.push(event) });
  const answer = await readAnswer(await clock.settle(agent.fetch(credentialsRequest(CANARY_TOKEN))));
  return { answer, events, agent };
}

function everythingOf(answer: Answer, events: readonly AgentEvent[]): string {
  return [answer.text, ...[...answer.headers].flat(), ...events.map(printedForms)].join("\n");
}

describe("the answers and events of the agent", () => {
  const echoes = [CANARY_TOKEN, CANARY_SECRET_KEY, CANARY_CREDENTIALS.sessionToken];

  it.each([
    [
      "an error that quotes them",
      [
        json({ message: `seen: ${echoes.join(" and ")}` }, 400, {
          "x-amzn-errortype": "InvalidTokenException",
        }),
      ],
    ],
    ["a code that quotes them", [json({ message: "no" }, 400, { "x-amzn-errortype": CANARY_TOKEN })]],
    ["a page that quotes them", [text(`<html>${echoes.join(" ")}</html>`, 502)]],
    ["half an answer", [text(JSON.stringify(SESSION).slice(0, -30))]],
    ["an answer of another shape", [json({ ...SESSION, credentials: [SESSION.credentials] })]],
    [
      "no answer",
      [new TypeError("fetch failed", { cause: new Error(`socket of ${CANARY_TOKEN.slice(0, 10)}`) })],
    ],
  ])("hold no token and no secret if EKS Auth returns %s", async (_name, answers) => {
    const { answer, events } = await told({ answers });

    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(leakIn(everythingOf(answer, events))).toBeUndefined();
    expect(events.map(({ type }) => type)).toContain("exchange-failed");
  });

  it("hold no token if the verifier refuses it or throws an unknown error", async () => {
    const error = new InvalidTokenError({ source: "the Authorization header", problem: "does not verify" });
    const { answer, events } = await told({}, { verify: () => Promise.reject(error) });
    const unknown = await told({}, { verify: () => Promise.reject(new Error(CANARY_TOKEN)) });

    expect([answer.status, unknown.answer.status]).toEqual([400, 400]);
    expect(leakIn(everythingOf(answer, events))).toBeUndefined();
    expect(leakIn(everythingOf(unknown.answer, unknown.events))).toBeUndefined();
  });

  it("hold no secret if a custom exchange throws it", async () => {
    const { answer } = await told({}, { exchange: () => Promise.reject(new Error(CANARY_TOKEN)) });

    expect(answer.status).toBe(500);
    expect(leakIn(answer.text)).toBeUndefined();
  });

  it("hold the secret key only in the body of a successful answer", async () => {
    const { answer, events, agent } = await told({ answers: [json(SESSION)] });

    expect(JSON.parse(answer.text)).toMatchObject({ SecretAccessKey: CANARY_SECRET_KEY });
    expect(events.map(({ type }) => type)).toEqual(["exchange", "answer"]);
    expect(leakIn(events.map(printedForms).join("\n"))).toBeUndefined();
    expect(leakIn(printedForms(agent.state()) + printedForms(agent))).toBeUndefined();
  });

  it("keep an error on one line and in the body, whatever line breaks an exchange's error has", async () => {
    const { get, source } = agentScene();
    const facts = {
      service: "x",
      operation: "y",
      status: 400,
      awsCode: "Bad\r\nx-injected: yes",
      retryable: false,
    };
    source.fails = () => new ServiceError({ ...facts, awsMessage: "two\r\n\r\nlines", requestId: "1\r\n2" });
    const { status, text: line, headers } = await get(CANARY_TOKEN);

    expect(status).toBe(400);
    expect(line).toMatch(/^[^\r\n]+\n$/);
    expect(headers.get("x-injected")).toBeNull();
  });
});

describe("the agent's onEvent", () => {
  it("may throw without effect on the answers", async () => {
    const { get, pass } = agentScene({
      lifeMs: HOUR_MS,
      onEvent: () => {
        throw new Error("the listener is broken");
      },
    });

    expect((await get(CANARY_TOKEN)).status).toBe(200);
    await pass(2 * HOUR_MS);
    expect((await get(CANARY_TOKEN)).status).toBe(200);
  });

  it("receives each answer with its pod, and where the credentials came from", async () => {
    const { get, events } = agentScene({ latencyMs: 300 });
    await get(CANARY_TOKEN, "10.0.0.1");
    await get(CANARY_TOKEN);
    await get("x");
    const pod = { namespace: "shop", serviceAccount: "checkout", podName: "checkout-0", podUid: "a1b2c3d4" };

    expect(events).toEqual([
      { type: "exchange", pod, isRenewal: false, waitedMs: 0, durationMs: 300, expiration: expect.any(Date) },
      { type: "answer", status: 200, from: "exchange", pod, durationMs: 300, address: "10.0.0.1" },
      { type: "answer", status: 200, from: "cache", pod, durationMs: 0 },
      {
        type: "answer",
        status: 400,
        awsCode: "InvalidTokenException",
        requestId: expect.any(String),
        durationMs: 0,
      },
    ]);
    expect(JSON.stringify(events)).not.toContain(CREDENTIALS.secretAccessKey);
  });
});
