import { describe, expect, it } from "vitest";
import * as bun from "../../../runtimes/bun/index.ts";
import * as cloudflare from "../../../runtimes/cloudflare/index.ts";
import * as deno from "../../../runtimes/deno/index.ts";
import * as node from "../../../runtimes/node/index.ts";
import * as core from "../../../src/index.ts";
import { hex, utf8 } from "../../../src/lib/bytes.ts";
import { getCallerIdentity } from "../../../src/sts/caller-identity.ts";
import { CREDENTIALS } from "../../support/aws-examples.ts";
import { fakeRuntime, json } from "../../support/fake-runtime.ts";
import { errorOf, rejectionOf } from "../../support/rejection.ts";
import { has, RUNNING, RUNNING_NAME } from "../../support/running.ts";

/** What every entry exports. `fromEksAuth` needs no client there. */
type Entry = Pick<typeof node, keyof typeof core> & Readonly<Record<string, unknown>>;

const ENTRIES: readonly [string, Entry][] = [
  ["node", node],
  ["deno", deno],
  ["bun", bun],
  ["cloudflare", cloudflare],
];

/** The functions that take ports. All other names are those of the core. */
const BOUND = [
  "createClient",
  "createSession",
  "fromContainer",
  "fromEksAuth",
  "fromEnv",
  "fromInstanceMetadata",
  "fromWebToken",
  "readInstanceIdentity",
  "refresh",
  "resolvePorts",
];

const KEYS = {
  AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  AWS_REGION: "eu-central-1",
};

/** An `env` port that shows its use by a rejection. */
function unreadable(): never {
  throw new Error("the port was asked");
}

/** Uses of bound functions that read the environment, each through the ports that it got. */
function readers(entry: Entry, ports?: Partial<core.Ports>): [string, () => Promise<unknown>][] {
  const given = ports && { ports };
  return [
    [
      "createClient",
      async () => getCallerIdentity(entry.createClient({ credentials: CREDENTIALS, ...given })),
    ],
    [
      "createSession",
      async () => getCallerIdentity(entry.createSession({ credentials: async () => CREDENTIALS, ...given })),
    ],
    ["fromContainer", async () => entry.fromContainer(given)()],
    ["fromEksAuth", async () => entry.fromEksAuth({ clusterName: "demo", ...given })()],
    ["fromEnv", async () => entry.fromEnv(given)()],
    ["fromInstanceMetadata", async () => entry.fromInstanceMetadata(given)()],
    ["fromWebToken", async () => entry.fromWebToken(given)()],
    ["readInstanceIdentity", async () => entry.readInstanceIdentity(given)],
  ];
}

describe.each(ENTRIES)("podkey/%s", (name, entry) => {
  it("exports every name of podkey", () => {
    expect(Object.keys(entry)).toEqual(expect.arrayContaining(Object.keys(core)));
  });

  it("exports what takes no ports as podkey does, so that `instanceof` holds across entries", () => {
    const plain = Object.entries(core).filter(([plainName]) => !BOUND.includes(plainName));

    for (const [plainName, value] of plain) expect(entry[plainName]).toBe(value);
    expect(plain.map(([plainName]) => plainName)).toContain("PodkeyError");
  });

  it("reads through a port that is given in place of its own, or refuses to run elsewhere", async () => {
    const { ports } = fakeRuntime();
    const isHere = RUNNING.adapters.some((adapter) => adapter === name);
    const expected = isHere ? "the port was asked" : expect.stringContaining("this runtime does not have");
    for (const [reader, read] of readers(entry, { ...ports, env: unreadable })) {
      expect(await rejectionOf(read()), reader).toHaveProperty("message", expected);
    }
  });
});

describe("podkey/cloudflare before bindEnv", () => {
  it.each(readers(cloudflare))(
    "rejects with CONFIGURATION where %s reads a variable",
    async (_name, read) => {
      const error = await errorOf(read(), "CONFIGURATION");

      expect(error.setting).toBe("env");
      expect(error.message).toMatch(/^AWS_\w+ could not be read, .*: call bindEnv\(env\)/);
    },
  );
});

describe("podkey/cloudflare after bindEnv", () => {
  it("reads the bindings without any ports", async () => {
    cloudflare.bindEnv(KEYS);

    expect(await cloudflare.fromEnv()()).toMatchObject({ accessKeyId: CREDENTIALS.accessKeyId });
    expect(cloudflare.cloudflarePorts().env("AWS_REGION")).toBe("eu-central-1");
  });

  it("takes ports one by one over those of the Worker", async () => {
    cloudflare.bindEnv(KEYS);
    const { ports, requests } = fakeRuntime({ answers: [json({}, 403)] });
    const client = cloudflare.createClient({ credentials: CREDENTIALS, ports: { fetch: ports.fetch } });
    await errorOf(getCallerIdentity(client), "SERVICE");

    expect(requests.map(({ url }) => url)).toEqual(["https://sts.eu-central-1.amazonaws.com/"]);
  });

  it("shares no promise between requests, and one cache of keys between clients", () => {
    expect(cloudflare.resolvePorts().shareInFlight).toBe(false);
    expect(cloudflare.resolvePorts().digest).toBe(cloudflare.resolvePorts({ now: () => 0 }).digest);
  });
});

describe("the entry of the running runtime", () => {
  const own = Object.fromEntries([...ENTRIES, ["web", core as Entry]])[RUNNING.adapter];

  it("reads the variables of its environment, if it has one", () => {
    cloudflare.bindEnv({ PODKEY_RUNTIME: RUNNING_NAME });

    expect(own?.resolvePorts().env("PODKEY_RUNTIME")).toBe(has("environment") ? RUNNING_NAME : undefined);
  });

  it("hashes at once where its runtime can", () => {
    const hash = own?.resolvePorts().digest.sha256Hex("");

    expect(typeof hash).toBe(has("synchronousDigest") ? "string" : "object");
  });

  it("computes an HMAC of RFC 4231, and the same with the same key object", async () => {
    const { digest } = own?.resolvePorts() ?? {};
    const key = utf8("Jefe");
    const texts = ["what do ya want for nothing?", "what do ya want for nothing?", "something else"];
    const macs = await Promise.all(
      texts.map(async (text) => hex((await digest?.hmacSha256(key, text)) ?? key)),
    );

    expect(macs[0]).toBe("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    expect(macs[1]).toBe(macs[0]);
    expect(macs[2]).not.toBe(macs[0]);
  });
});
