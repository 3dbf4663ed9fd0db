import { EKSClient } from "@aws-sdk/client-eks";
import { STSClient } from "@aws-sdk/client-sts";
import { AwsClient } from "aws4fetch";
import { createPodIdentityAssociation, updatePodIdentityAssociation } from "../../src/eks/index.ts";
import { type AwsCredentials, type Client, type CredentialProvider, createClient } from "../../src/index.ts";

/** What podkey provides is what the AWS SDK and aws4fetch take. */
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

/** What the AWS SDK provides is what podkey takes. */
export function takeOver(sdk: EKSClient): Client[] {
  return [
    createClient({ credentials: () => sdk.config.credentials() }),
    createClient({ credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "example" } }),
  ];
}

export async function misuse(client: Client): Promise<void> {
  const key = { clusterName: "demo", associationId: "a" };
  // @ts-expect-error a role is required
  await createPodIdentityAssociation(client, { clusterName: "demo", namespace: "shop", serviceAccount: "a" });
  // @ts-expect-error a namespace is fixed
  await updatePodIdentityAssociation(client, { ...key, namespace: "shop" });
  // @ts-expect-error a name that is there is no `undefined`
  await updatePodIdentityAssociation(client, { ...key, roleArn: undefined });
  // @ts-expect-error the region is text
  createClient({ region: 5 });
  // @ts-expect-error there is no such service
  createClient({ endpoint: { s3: "https://example.com" } });
  // @ts-expect-error a secret is required
  createClient({ credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE" } });
}
