import { describe, expect, it } from "vitest";
import { bindPorts, sharedPorts, withPorts } from "../../../runtimes/shared/bind-ports.ts";
import type { Ports } from "../../../src/ports.ts";
import { fakeRuntime } from "../../support/fake-runtime.ts";

const { ports: FAKE } = fakeRuntime();
const fetchDirect: Ports["fetch"] = async () => new Response("direct");
const fetch: Ports["fetch"] = async () => new Response("given");
const RUNTIME: Ports = { ...FAKE, fetchDirect };

interface Options {
  readonly name?: string;
  readonly ports?: Partial<Ports> | undefined;
}

const echo = (options: Options): Options => options;

describe("bindPorts", () => {
  it("passes the ports of the runtime to a function that is called without options", () => {
    expect(bindPorts(echo, () => RUNTIME)()).toEqual({ ports: RUNTIME });
  });

  it("keeps other options, and lets a given port replace that of the runtime", () => {
    const now = (): number => 7;

    expect(bindPorts(echo, () => RUNTIME)({ name: "demo", ports: { now } })).toEqual({
      name: "demo",
      ports: { ...RUNTIME, now },
    });
  });

  it("asks for the ports of the runtime at each call, and not before", () => {
    let asked = 0;
    const bound = bindPorts(echo, () => {
      asked += 1;
      return RUNTIME;
    });
    expect(asked).toBe(0);
    bound();

    expect(asked).toBe(1);
  });
});

describe("withPorts", () => {
  it("lets a given fetch send metadata requests too, so that none passes a fake network", () => {
    expect(withPorts(RUNTIME, { fetch })).toEqual({ ...FAKE, fetch });
  });

  it("takes a given fetchDirect next to a given fetch", () => {
    expect(withPorts(RUNTIME, { fetch, fetchDirect })).toEqual({ ...RUNTIME, fetch });
  });

  it("keeps the direct way of the runtime if no fetch is given", () => {
    expect(withPorts(RUNTIME, { now: FAKE.now }).fetchDirect).toBe(fetchDirect);
    expect(withPorts(RUNTIME)).toEqual(RUNTIME);
  });
});

describe("sharedPorts", () => {
  it("makes the ports once, at their first use", () => {
    let made = 0;
    const ports = sharedPorts(() => {
      made += 1;
      return { ...RUNTIME };
    });
    expect(made).toBe(0);

    expect(ports()).toBe(ports());
    expect(made).toBe(1);
  });
});
