import { describe, expect, it } from "vitest";
import {
  clientAt,
  locationOf,
  type ServeOptions,
  unixLocationOf,
} from "../../../runtimes/shared/server/server.ts";
import { endWithin, listenAddress, serveLimits } from "../../../runtimes/shared/server/settings.ts";
import { recordTimers } from "../../support/record-timers.ts";
import { errorOf } from "../../support/rejection.ts";

const MAX_TIMER_MS = 2 ** 31 - 1;

describe("the address of a server", () => {
  it.each<[ServeOptions, object]>([
    [{}, { port: 0, hostname: "127.0.0.1" }],
    [
      { port: 65_535, hostname: "::1" },
      { port: 65_535, hostname: "::1" },
    ],
    [{ hostname: "[::1]" }, { port: 0, hostname: "::1" }],
    [{ unix: "/run/podkey.sock" }, { unix: "/run/podkey.sock", mode: 0o660 }],
    [
      { unix: "/run/podkey.sock", unixMode: 0 },
      { unix: "/run/podkey.sock", mode: 0 },
    ],
    [
      { unix: "/run/podkey.sock", unixMode: 0o777 },
      { unix: "/run/podkey.sock", mode: 0o777 },
    ],
  ])("is read from the options %j", (options, address) => {
    expect(listenAddress(options)).toEqual(address);
  });

  it.each<[string, ServeOptions]>([
    ["port", { port: -1 }],
    ["port", { port: 65_536 }],
    ["port", { port: 1.5 }],
    ["unixMode", { unix: "/run/podkey.sock", unixMode: 0o1000 }],
    ["unixMode", { unix: "/run/podkey.sock", unixMode: -1 }],
    ["unix", { unix: "/run/podkey.sock", port: 0 }],
    ["unix", { unix: "/run/podkey.sock", hostname: "127.0.0.1" }],
    ["unix", { unix: "" }],
  ])("is refused for a bad %s: %j", async (setting, options) => {
    const read = async () => listenAddress(options);

    expect((await errorOf(read(), "CONFIGURATION")).setting).toBe(setting);
  });
});

describe("the limits of a server", () => {
  it("have defaults, of which the size of headers is the runtime's own", () => {
    expect(serveLimits({})).toEqual({
      maxBodyBytes: 2_097_152,
      requestTimeoutMs: 30_000,
      maxConnections: 4096,
      maxConnectionsPerAddress: 1024,
    });
  });

  it.each([
    {
      maxHeaderBytes: 1,
      maxBodyBytes: 0,
      requestTimeoutMs: 1,
      maxConnections: 1,
      maxConnectionsPerAddress: 1,
    },
    {
      maxHeaderBytes: MAX_TIMER_MS,
      maxBodyBytes: MAX_TIMER_MS,
      requestTimeoutMs: MAX_TIMER_MS,
      maxConnections: MAX_TIMER_MS,
      maxConnectionsPerAddress: MAX_TIMER_MS,
    },
  ])("may be %j", (limits) => {
    expect(serveLimits(limits)).toEqual(limits);
  });

  it.each([
    ["maxHeaderBytes", 0],
    ["maxBodyBytes", -1],
    ["requestTimeoutMs", 0],
    ["requestTimeoutMs", MAX_TIMER_MS + 1],
    ["maxConnections", 0],
    ["maxConnectionsPerAddress", 0],
    ["maxConnectionsPerAddress", 1.5],
  ])("are refused if %s is %d", async (setting, value) => {
    const read = async () => serveLimits({ [setting]: value });

    expect((await errorOf(read(), "CONFIGURATION")).setting).toBe(setting);
  });
});

describe("the location of a server", () => {
  it.each([
    ["127.0.0.1", "http://127.0.0.1:4566"],
    ["::1", "http://[::1]:4566"],
  ])("at %s is the URL %s", (hostname, url) => {
    expect(locationOf(hostname, 4566)).toEqual({ url, port: 4566 });
  });

  it("on a unix socket is its path, with the port 0", () => {
    expect(unixLocationOf("/run/podkey.sock")).toEqual({ url: "unix:/run/podkey.sock", port: 0 });
  });
});

describe("the client of a server", () => {
  it.each([
    ["127.0.0.1", "127.0.0.1"],
    ["::ffff:127.0.0.1", "127.0.0.1"],
    ["::FFFF:10.0.0.1", "10.0.0.1"],
    ["::ffff:abcd", "::ffff:abcd"],
    ["fd00::ffff:1.2.3.4", "fd00::ffff:1.2.3.4"],
  ])("at %s has the address %s", (seen, address) => {
    expect(clientAt(seen)).toEqual({ address });
  });

  it("on a unix socket has no address", () => {
    expect(clientAt(undefined)).toEqual({});
  });
});

describe("the end of a server", () => {
  /** Counts the calls of `forceEnd`, which ends the server. */
  function ending() {
    const ended = Promise.withResolvers<void>();
    const forced = { times: 0 };
    const forceEnd = (): void => {
      forced.times += 1;
      ended.resolve();
    };
    return { ended, forced, forceEnd };
  }

  it("is forced at once without a grace, and sets no timer", async () => {
    const timers = recordTimers();
    const { ended, forced, forceEnd } = ending();
    const end = endWithin({}, ended.promise, forceEnd);
    expect([timers.delays, forced.times]).toEqual([[], 1]);
    await end;
  });

  it("has come only when the server has ended, although it was forced", async () => {
    const ended = Promise.withResolvers<string>();
    const end = endWithin({}, ended.promise, () => undefined).then(() => "too early");
    const first = await Promise.race([end, Promise.resolve().then(() => "still open")]);
    ended.resolve("ended");
    await end;

    expect(first).toBe("still open");
  });

  it("is forced when the grace is over", async () => {
    const timers = recordTimers();
    const { ended, forced, forceEnd } = ending();
    const end = endWithin({ graceMs: 5000 }, ended.promise, forceEnd);
    expect([timers.delays, forced.times]).toEqual([[5000], 0]);
    timers.fire();
    await end;

    expect(forced.times).toBe(1);
  });

  it("is not forced if the server ends within the grace, and leaves no timer", async () => {
    const timers = recordTimers(3);
    const { ended, forced, forceEnd } = ending();
    const end = endWithin({ graceMs: 5000 }, ended.promise, forceEnd);
    ended.resolve();
    await end;

    expect([forced.times, timers.cleared]).toEqual([0, [3]]);
  });

  it("is refused for a grace that is no whole number from 0", async () => {
    const { ended, forced, forceEnd } = ending();
    const error = await errorOf(endWithin({ graceMs: -1 }, ended.promise, forceEnd), "CONFIGURATION");

    expect([error.setting, forced.times]).toEqual(["graceMs", 0]);
  });
});
