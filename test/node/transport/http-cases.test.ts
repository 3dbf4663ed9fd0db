import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodePorts } from "../../../runtimes/node/ports.ts";
import { useNetwork } from "../../support/network.ts";
import { startLoopbackNetwork } from "./loopback-network.ts";

// Runs the cases of test/cases/http once more. Their requests travel over loopback, by Node's own way of sending.

const FOLDER = new URL("../../cases/http/", import.meta.url);
const files = readdirSync(FOLDER).filter((name) => name.endsWith(".test.ts"));

describe("over a real connection", async () => {
  let close: () => Promise<void>;
  let sent = 0;

  beforeAll(async () => {
    const { send } = nodePorts().fetch;
    if (!send) throw new Error("the ports of Node have no send");
    const network = await startLoopbackNetwork((url, init) => {
      sent += 1;
      return send(url, init);
    });
    useNetwork(network);
    close = network.close;
  });

  afterAll(async () => {
    useNetwork();
    await close();
  });

  for (const name of files) await import(new URL(name, FOLDER).href);

  it("was sent", () => {
    expect(sent).toBeGreaterThan(100);
  });
});
