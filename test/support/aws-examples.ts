import type { AwsCredentials } from "../../src/aws/credentials.ts";

/** 2026-03-01T12:00:00Z, the first time of the fake clocks. */
export const NOW_MS: number = Date.UTC(2026, 2, 1, 12);

export const CREDENTIALS: AwsCredentials = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};

export const ROLE_ARN = "arn:aws:iam::111122223333:role/checkout";
export const ASSOCIATION_ARN =
  "arn:aws:eks:us-west-2:111122223333:podidentityassociation/demo/a-abcdefghijklmnop1";

/** The members that every association has, as EKS writes them. */
export const ASSOCIATION: Readonly<Record<string, string>> = {
  clusterName: "demo",
  namespace: "shop",
  serviceAccount: "checkout",
  roleArn: ROLE_ARN,
  associationArn: ASSOCIATION_ARN,
  associationId: "a-abcdefghijklmnop1",
};

/** The response of a container endpoint. */
export const CONTAINER_BODY: Readonly<Record<string, string>> = {
  AccessKeyId: "ASIAIOSFODNN7EXAMPLE",
  SecretAccessKey: CREDENTIALS.secretAccessKey,
  Token: "example-session-token",
  AccountId: "111122223333",
  Expiration: "2026-03-01T18:00:00Z",
};

/** The response to AssumeRoleForPodIdentity. */
export const POD_IDENTITY_SESSION: Readonly<Record<string, unknown>> = {
  subject: { namespace: "shop", serviceAccount: "checkout" },
  audience: "pods.eks.amazonaws.com",
  podIdentityAssociation: {
    associationArn: ASSOCIATION_ARN,
    associationId: "a-abcdefghijklmnop1",
  },
  assumedRoleUser: {
    arn: "arn:aws:sts::111122223333:assumed-role/checkout/eks-demo-checkout-0",
    assumeRoleId: "AROA3XFRBF535EXAMPLE:eks-demo-checkout-0",
  },
  credentials: {
    accessKeyId: "ASIAIOSFODNN7EXAMPLE",
    secretAccessKey: CREDENTIALS.secretAccessKey,
    sessionToken: "example-session-token",
    expiration: 1_772_388_000,
  },
};

/** Returns STS's response to AssumeRole or AssumeRoleWithWebIdentity. `more` is XML that is added to the required members. */
export function roleSessionXml(operation: string, more = ""): string {
  return `<${operation}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <${operation}Result>
    <AssumedRoleUser>
      <Arn>arn:aws:sts::111122223333:assumed-role/checkout/podkey</Arn>
      <AssumedRoleId>AROA3XFRBF535EXAMPLE:podkey</AssumedRoleId>
    </AssumedRoleUser>
    <Credentials>
      <AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId>
      <SecretAccessKey>${CREDENTIALS.secretAccessKey}</SecretAccessKey>
      <SessionToken>example-session-token</SessionToken>
      <Expiration>2026-03-01T18:00:00Z</Expiration>
    </Credentials>${more}
  </${operation}Result>
  <ResponseMetadata><RequestId>c6104cbe-af31-11e0-8154-cbc7ccf896c7</RequestId></ResponseMetadata>
</${operation}Response>`;
}

/** Returns an error response of STS. */
export function queryErrorXml(code: string, message: string): string {
  return `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>c6104cbe-af31-11e0-8154-cbc7ccf896c7</RequestId></ErrorResponse>`;
}
