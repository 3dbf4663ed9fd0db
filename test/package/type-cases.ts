/** A file that a user could write, and whether it must compile. */
export interface TypeCase {
  /** A sentence, for example "the AWS SDK's S3 client takes a provider". */
  readonly claim: string;
  readonly code: string;
  /** Code of the only error that TypeScript must report, for example 2345. Absent if the file must compile. */
  readonly error?: number;
}

const PROVIDER = 'import type { AwsCredentials, CredentialProvider } from "podkey";';
const CLIENT = `${PROVIDER} import { type Client, createClient } from "podkey";`;
const EKS = 'import type { Client } from "podkey"; import * as eks from "podkey/eks";';

/** Assignments between podkey and other libraries that must compile without a cast. */
const ACCEPTED: readonly TypeCase[] = [
  {
    claim: "the AWS SDK's EKS client takes a provider and credentials",
    code: `${PROVIDER} import { EKSClient } from "@aws-sdk/client-eks";
export const clients = (credentials: CredentialProvider, session: AwsCredentials) =>
  [new EKSClient({ credentials }), new EKSClient({ credentials: session })];`,
  },
  {
    claim: "the AWS SDK's S3 client takes a provider and credentials",
    code: `${PROVIDER} import { S3Client } from "@aws-sdk/client-s3";
export const clients = (credentials: CredentialProvider, session: AwsCredentials) =>
  [new S3Client({ credentials }), new S3Client({ credentials: session })];`,
  },
  {
    claim: "aws4fetch takes credentials",
    code: `${PROVIDER} import { AwsClient, AwsV4Signer } from "aws4fetch";
export const clientOf = async (provider: CredentialProvider) => new AwsClient(await provider());
export const signerOf = async (provider: CredentialProvider) =>
  new AwsV4Signer({ url: "https://example.com", ...(await provider()) });`,
  },
  {
    claim: "podkey takes the AWS SDK's providers",
    code: `${CLIENT} import type { EKSClient } from "@aws-sdk/client-eks";
export const clientOf = (sdk: EKSClient): Client => createClient({ credentials: () => sdk.config.credentials() });`,
  },
  {
    claim: "a switch over the code of an error narrows it",
    code: `import { isPodkeyError } from "podkey";
export const statusOf = (error: unknown): number | undefined => {
  if (!isPodkeyError(error)) return undefined;
  switch (error.code) { case "SERVICE": return error.status; default: return undefined; }
};`,
  },
  {
    claim: "a fetch of another implementation can be a port",
    code: `${CLIENT} declare const fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
export const client: Client = createClient({ ports: { fetch } });`,
  },
];

/** Mistakes that must not compile. */
const REFUSED: readonly TypeCase[] = [
  {
    claim: "an association needs a role",
    code: `${EKS} export const make = (client: Client) =>
  eks.createPodIdentityAssociation(client, { clusterName: "demo", namespace: "shop", serviceAccount: "checkout" });`,
    error: 2345,
  },
  {
    claim: "an association keeps its namespace",
    code: `${EKS} export const move = (client: Client) =>
  eks.updatePodIdentityAssociation(client, { clusterName: "demo", associationId: "a", namespace: "shop" });`,
    error: 2353,
  },
  {
    claim: "an operation needs a client",
    code: `${EKS} export const list = () => eks.listPodIdentityAssociations({ clusterName: "demo" });`,
    error: 2554,
  },
  {
    claim: "credentials need a secret",
    code: `${PROVIDER} export const session: AwsCredentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE" };`,
    error: 2741,
  },
  {
    claim: "credentials are read-only",
    code: `${PROVIDER} export const spoil = (session: AwsCredentials) => { session.secretAccessKey = "changed"; };`,
    error: 2540,
  },
  {
    claim: "a provider answers with a promise",
    code: `${PROVIDER} declare const session: AwsCredentials;
export const provider: CredentialProvider = () => session;`,
    error: 2739,
  },
  {
    claim: "a subpath that is not exported cannot be imported",
    code: 'import "podkey/src/http/retry.ts"; export {};',
    error: 2882,
  },
];

/** Type cases for every runtime. */
export const TYPE_CASES: readonly TypeCase[] = [...ACCEPTED, ...REFUSED];

/** Type cases that need Bun's types. */
export const BUN_TYPE_CASES: readonly TypeCase[] = [
  {
    claim: "Bun's S3 client takes credentials",
    code: `${PROVIDER} import { S3Client } from "bun";
export const clientOf = async (provider: CredentialProvider) => new S3Client(await provider());
export const bucketOf = async (provider: CredentialProvider) => new S3Client({ ...(await provider()), bucket: "b" });`,
  },
  {
    claim: "podkey/bun compiles together with Bun's own types",
    code: `import { createClient } from "podkey"; import { bunPorts } from "podkey/bun";
export const client = createClient({ region: Bun.env["AWS_REGION"] ?? "us-west-2", ports: bunPorts() });`,
  },
];
