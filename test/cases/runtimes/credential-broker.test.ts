import { describe, expect, it } from "vitest";
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

/** A broker on a clock, and a Worker that asks it. */
function brokerOf(provider: CredentialProvider) {
  const clock = fakeClock(NOW_MS);
  const Broker = createCredentialBroker(() => ({ provider, ports: clock }));
  const broker = new Broker({ storage: EMPTY }, {});
  const namespace = {
    idFromName: (name: string) => name,
    get: () => ({ fetch: (url: string) => broker.fetch(new Request(url)) }),
  };
  return { clock, ask: fromBroker({ namespace, identity: "checkout-prod" }) };
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
