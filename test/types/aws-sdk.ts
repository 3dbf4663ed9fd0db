import { EKSClient } from "@aws-sdk/client-eks";
import { STSClient } from "@aws-sdk/client-sts";
import { AwsClient } from "aws4fetch";
import { createPodIdentityAssociation, updatePodIdentityAssociation } from "../../src/eks/index.ts";
import { type AwsCredentials, type Client, type CredentialProvider, createClient } from "../../src/index.ts";

/** Passes a provider and credentials of podkey to the AWS SDK and aws4fetch. */
export async function handOver(
  provider: CredentialProvider,
  credentials: AwsCredentials,
): Promise<unknown[]> {
  const region = "us-west-2";
  return [
    new EKSClient({ region, credentials: provider }),
    new EKSClient({ region, credentials }),
    new STSClient({ region, credentials: provider }),
    new STSClient({ region, credentials }),
    new AwsClient(await provider()),
  ];
}

/** Passes the provider of an AWS SDK client and plain credentials to podkey. */
export function takeOver(sdk: EKSClient): Client[] {
  return [
    createClient({ credentials: () => sdk.config.credentials() }),
    createClient({ credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "example" } }),
  ];
}

export async function misuse(client: Client): Promise<void> {
  const key = { clusterName: "demo", associationId: "a" };
  // @ts-expect-error roleArn is required
  await createPodIdentityAssociation(client, { clusterName: "demo", namespace: "shop", serviceAccount: "a" });
  // @ts-expect-error an update cannot change the namespace
  await updatePodIdentityAssociation(client, { ...key, namespace: "shop" });
  // @ts-expect-error a member that is present must not be `undefined`
  await updatePodIdentityAssociation(client, { ...key, roleArn: undefined });
  // @ts-expect-error the region must be a string
  createClient({ region: 5 });
  // @ts-expect-error podkey does not call this service
  createClient({ endpoint: { s3: "https://example.com" } });
  // @ts-expect-error secretAccessKey is required
  createClient({ credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE" } });
}
