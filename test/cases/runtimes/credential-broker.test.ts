import { describe, expect, it } from "vitest";
import { brokerUrl } from "../../../runtimes/cloudflare/broker-protocol.ts";
import { createCredentialBroker } from "../../../runtimes/cloudflare/credential-broker.ts";
import { fromBroker } from "../../../runtimes/cloudflare/from-broker.ts";
import type { ObjectStorage } from "../../../runtimes/cloudflare/worker-api.ts";
import type { CredentialProvider } from "../../../src/aws/credentials.ts";
import { CREDENTIALS, NOW_MS } from "../../support/aws-examples.ts";
import { fakeClock } from "../../support/fake-clock.ts";
import { errorOf } from "../../support/rejection.ts";

/** The storage of an object that keeps nothing. */
const EMPTY: ObjectStorage = {
  get: async () => undefined,
  put: async () => undefined,
  delete: async () => false,
  setAlarm: async () => undefined,
  transaction: (work) => work(EMPTY),
};

const HOUR_MS = 3_600_000;

/** A source whose credentials live for one hour, and how often it was asked. */
function countedSource() {
  const source = {
    calls: 0,
    provider: async () => {
      source.calls += 1;
      return { ...CREDENTIALS, expiration: new Date(NOW_MS + HOUR_MS) };
    },
  };
  return source;
}

/** A broker on a clock, and a Worker that asks it. */
function brokerOf(provider: CredentialProvider) {
  const clock = fakeClock(NOW_MS);
  const Broker = createCredentialBroker(() => ({ provider, ports: clock }));
  const broker = new Broker({ storage: EMPTY }, {});
  const namespace = {
    idFromName: (name: string) => name,
    get: () => ({ fetch: (url: string) => broker.fetch(new Request(url)) }),
  };
  return { broker, clock, ask: fromBroker({ namespace, identity: "checkout-prod" }) };
}

describe("a credential broker whose source never settles", () => {
  it("answers its Workers with an error after 30 seconds, and asks the source again", async () => {
    let calls = 0;
    const { clock, ask } = brokerOf(() => {
      calls += 1;
      return calls === 1 ? new Promise(() => undefined) : Promise.resolve(CREDENTIALS);
    });
    const startedMs = clock.monotonic();
    const error = await errorOf(clock.settle(ask()), "SERVICE");
    expect(error.message).toContain("got no answer from the source within 30000 ms");
    expect(clock.monotonic() - startedMs).toBe(30_000);

    clock.advance(1000);
    expect((await clock.settle(ask())).accessKeyId).toBe(CREDENTIALS.accessKeyId);
  });
});

describe("what a Worker asks for travels to its broker", () => {
  it("answers repeated requests with the credentials that it has", async () => {
    const source = countedSource();
    const { clock, ask } = brokerOf(source.provider);
    await clock.settle(ask());
    await clock.settle(ask({ forceRefresh: false }));
    await clock.settle(ask({ minTtlMs: HOUR_MS / 2 }));
    expect(source.calls).toBe(1);
  });

  it("renews good credentials if a Worker asks with forceRefresh", async () => {
    const source = countedSource();
    const { clock, ask } = brokerOf(source.provider);
    await clock.settle(ask());
    await clock.settle(ask({ forceRefresh: true }));
    expect(source.calls).toBe(2);
  });

  it("fails a Worker whose minTtlMs is longer than the credentials of the source live", async () => {
    const source = countedSource();
    const { clock, ask } = brokerOf(source.provider);
    await clock.settle(ask());
    const error = await errorOf(clock.settle(ask({ minTtlMs: 2 * HOUR_MS })), "SERVICE");
    expect(error.message).toContain(`${2 * HOUR_MS} ms`);
  });

  it("refuses a request without an identity, and shows the URL of one that it answers", async () => {
    const source = countedSource();
    const { broker } = brokerOf(source.provider);
    const refused = await broker.fetch(new Request("https://credential-broker.podkey/credentials"));
    expect(refused.status).toBe(400);
    expect(await refused.text()).toBe(
      "ask for https://credential-broker.podkey/credentials?identity=checkout-prod",
    );
    expect(source.calls).toBe(0);
  });

  it("refuses a request for another identity than its first, whose credentials it has", async () => {
    const source = countedSource();
    const { broker, clock, ask } = brokerOf(source.provider);
    await clock.settle(ask());
    const refused = await broker.fetch(new Request(brokerUrl({ identity: "billing-prod" })));
    expect(refused.status).toBe(409);
    expect(await refused.json()).toEqual({ message: "this broker has the credentials of another identity" });
    expect(source.calls).toBe(1);
  });
});
