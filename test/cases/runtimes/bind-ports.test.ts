import { describe, expect, it } from "vitest";
import { bindPorts, sharedPorts } from "../../../runtimes/shared/bind-ports.ts";
import type { Fetch } from "../../../src/lib/fetch.ts";
import type { Ports } from "../../../src/ports.ts";
import { fakeRuntime } from "../../support/fake-runtime.ts";

const { ports: FAKE } = fakeRuntime();
const fetch: Fetch = async () => new Response("given");
const RUNTIME: Ports = {
  ...FAKE,
  fetch: Object.assign(async () => new Response("real"), { sendDirect: fetch }),
};

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

  it("lets a given fetch replace every way in which the runtime sends, so that no request passes a fake network", () => {
    const { ports } = bindPorts(echo, () => RUNTIME)({ ports: { fetch } });

    expect(ports?.fetch).toBe(fetch);
    expect(ports?.fetch?.sendDirect).toBeUndefined();
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
