/** An import that users write, and the limits of the bundle that it makes. */
export interface Use {
  readonly name: string;
  readonly code: string;
  /** The most that the bundle may weigh, minified and compressed by gzip, in bytes. */
  readonly budgetBytes: number;
  /** The goal of the design for the budget, in bytes. */
  readonly goalBytes?: number;
  /** What the bundle holds beyond the goal. */
  readonly reason?: string;
  /** Parts that the bundle must not contain. */
  readonly without: readonly Part[];
}

/** A part of a dependency or of podkey that is heavy or that only some uses need. */
type Part = keyof typeof PARTS;

/** The paths of each part's modules. */
export const PARTS = {
  jose: /node_modules\/jose\//,
  valibot: /node_modules\/valibot\//,
  aws4fetch: /node_modules\/aws4fetch\//,
  "the emulator": /src\/emulator\//,
} as const;

const CLIENT = 'export { createClient } from "podkey";';

/** The typical uses, each bundled alone. */
export const USES: readonly Use[] = [
  {
    name: "fromContainer",
    code: 'export { fromContainer } from "podkey";',
    budgetBytes: 6450,
    goalBytes: 5100,
    reason: "it holds the error family, the refusal of proxies and the allow-list of hosts",
    without: ["jose", "valibot", "aws4fetch", "the emulator"],
  },
  {
    name: "fromContainer, kept fresh",
    code: 'export { fromContainer, refresh } from "podkey";',
    budgetBytes: 9300,
    goalBytes: 7300,
    reason: "the provider takes two thirds; thresholds, backoff and the answers to callers are the rest",
    without: ["jose", "valibot", "aws4fetch", "the emulator"],
  },
  {
    name: "fromContainer, kept fresh through a sealed store",
    code: `export { fromContainer, refresh } from "podkey"; export { redisStore } from "podkey/stores";
      export { sealed } from "podkey/sealed";`,
    budgetBytes: 22_500,
    without: ["valibot", "aws4fetch", "the emulator"],
  },
  {
    name: "fromWebToken",
    code: `${CLIENT} export { fromWebToken } from "podkey";`,
    budgetBytes: 10_400,
    goalBytes: 9200,
    reason: "it holds the endpoints of eight partitions, and the query protocol with its XML",
    without: ["jose", "valibot", "aws4fetch", "the emulator"],
  },
  {
    name: "fromEksAuth",
    code: `${CLIENT} export { fromEksAuth } from "podkey";`,
    budgetBytes: 11_950,
    goalBytes: 10_000,
    reason: "it holds endpoints, the error family and the token sources",
    without: ["jose", "valibot", "aws4fetch", "the emulator"],
  },
  {
    name: "five association operations",
    code: `${CLIENT} export { createPodIdentityAssociation, describePodIdentityAssociation,
      listPodIdentityAssociations, updatePodIdentityAssociation, deletePodIdentityAssociation } from "podkey/eks";`,
    budgetBytes: 11_300,
    goalBytes: 9600,
    reason: "it holds endpoints, the error family, retries and the kinds of network failures",
    without: ["jose", "valibot", "aws4fetch", "the emulator"],
  },
  {
    name: "assumeRoleForPodIdentity",
    code: `${CLIENT} export { assumeRoleForPodIdentity } from "podkey/eks-auth";`,
    budgetBytes: 10_700,
    goalBytes: 9000,
    reason: "it holds endpoints, the error family, retries and the kinds of network failures",
    without: ["jose", "valibot", "aws4fetch", "the emulator"],
  },
  {
    name: "assumeRole",
    code: `${CLIENT} export { assumeRole } from "podkey/sts";`,
    budgetBytes: 12_000,
    goalBytes: 10_000,
    reason: "it holds endpoints, the error family, retries and the query protocol with its XML",
    without: ["jose", "valibot", "aws4fetch", "the emulator"],
  },
  {
    name: "decodePodIdentityAssociation",
    code: 'export { decodePodIdentityAssociation } from "podkey/models";',
    budgetBytes: 1950,
    without: ["jose", "valibot", "aws4fetch", "the emulator"],
  },
  {
    name: "decodeServiceError",
    code: 'export { decodeServiceError } from "podkey/models";',
    budgetBytes: 3300,
    without: ["jose", "valibot", "aws4fetch", "the emulator"],
  },
  {
    name: "presignUrl",
    code: 'export { presignUrl } from "podkey";',
    budgetBytes: 5300,
    without: ["jose", "valibot", "the emulator"],
  },
  {
    name: "createClient and fromContainer of podkey/node",
    code: 'export { createClient, fromContainer } from "podkey/node";',
    budgetBytes: 8450,
    without: ["jose", "valibot", "aws4fetch", "the emulator"],
  },
  connectOf("node", 34_150),
  connectOf("deno", 34_400),
  connectOf("bun", 33_900),
  connectOf("cloudflare", 32_800),
];

/** The session of a runtime. Its entry exports the whole core, of which the bundle must hold only what `connect` uses. */
function connectOf(runtime: string, budgetBytes: number): Use {
  return {
    name: `connect of podkey/${runtime}`,
    code: `export { connect } from "podkey/${runtime}";`,
    budgetBytes,
    without: ["jose", "valibot", "the emulator"],
  };
}

/** The most that a whole entry may weigh, minified and compressed by gzip, in bytes. */
export const ENTRY_BUDGET_BYTES: Readonly<Record<string, number>> = {
  podkey: 37_700,
  "podkey/eks": 11_250,
  "podkey/eks-auth": 10_050,
  "podkey/sts": 11_650,
  "podkey/models": 9150,
  "podkey/agent": 28_950,
  "podkey/stores": 6650,
  "podkey/sealed": 14_600,
  "podkey/emulator": 36_100,
  "podkey/node": 43_750,
  "podkey/deno": 44_250,
  "podkey/bun": 41_250,
  "podkey/cloudflare": 40_300,
};
