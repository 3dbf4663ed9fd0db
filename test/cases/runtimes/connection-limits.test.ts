import { describe, expect, it } from "vitest";
import { countConnections } from "../../../runtimes/shared/server/connection-limits.ts";

function count(maxConnections: number, maxConnectionsPerAddress: number) {
  return countConnections({ maxConnections, maxConnectionsPerAddress });
}

describe("a count of connections", () => {
  it("refuses a connection beyond the limit in all", () => {
    const connections = count(2, 2);
    expect([connections.enter("10.0.0.1"), connections.enter("10.0.0.2")]).not.toContain(undefined);

    expect(connections.enter("10.0.0.3")).toBeUndefined();
  });

  it("refuses a connection beyond the limit of its address, and accepts one from another address", () => {
    const connections = count(10, 2);
    connections.enter("10.0.0.1");
    connections.enter("10.0.0.1");

    expect(connections.enter("10.0.0.1")).toBeUndefined();
    expect(connections.enter("10.0.0.2")).toBeDefined();
  });

  it("accepts one more for each that ends, in all and of an address", () => {
    const connections = count(2, 2);
    const [leave] = [connections.enter("10.0.0.1"), connections.enter("10.0.0.1")];
    leave?.();

    expect(connections.enter("10.0.0.1")).toBeDefined();
    expect([connections.enter("10.0.0.1"), connections.enter("10.0.0.2")]).toEqual([undefined, undefined]);
  });

  it("still counts the other connections of an address after one of them has ended", () => {
    const connections = count(10, 2);
    const [leave] = [connections.enter("10.0.0.1"), connections.enter("10.0.0.1")];
    leave?.();
    connections.enter("10.0.0.1");

    expect(connections.enter("10.0.0.1")).toBeUndefined();
  });

  it("forgets an address whose last connection has ended", () => {
    const connections = count(10, 1);
    for (let turn = 0; turn < 3; turn += 1) connections.enter("10.0.0.1")?.();

    expect(connections.enter("10.0.0.1")).toBeDefined();
    expect(connections.enter("10.0.0.1")).toBeUndefined();
  });

  it("applies only the limit in all to clients without an address", () => {
    const connections = count(3, 1);
    const entered = [undefined, undefined, undefined].map((address) => connections.enter(address));
    expect(entered).not.toContain(undefined);

    expect(connections.enter(undefined)).toBeUndefined();
  });
});
