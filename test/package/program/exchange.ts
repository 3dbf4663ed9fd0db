/** The modules of the installed package, with the types of its sources. */
export interface Modules {
  readonly podkey: typeof import("../../../src/index.ts");
  readonly eks: typeof import("../../../src/eks/index.ts");
  readonly eksAuth: typeof import("../../../src/eks-auth/index.ts");
  readonly sts: typeof import("../../../src/sts/index.ts");
  readonly emulator: typeof import("../../../src/emulator/index.ts");
}

const REGION = "us-west-2";
const POD = { clusterName: "demo", namespace: "shop", serviceAccount: "checkout" };
const ROLE_ARN = "arn:aws:iam::111122223333:role/checkout";
const IDENTITY_URL = `https://sts.${REGION}.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15`;

/** Runs the demo's exchange in one process, with every part of the package. Returns the steps that succeeded. */
export async function exchange({ podkey, eks, eksAuth, sts, emulator }: Modules): Promise<string[]> {
  const steps: string[] = [];
  const aws = emulator.createEmulator({ region: REGION, clusters: [POD.clusterName] });
  const ports = { fetch: aws.fetch };
  const admin = podkey.createClient({ region: REGION, credentials: aws.credentials, ports });
  steps.push("emulator");

  const association = await eks.createPodIdentityAssociation(admin, { ...POD, roleArn: ROLE_ARN });
  hold(association.roleArn === ROLE_ARN, "the association has the given role");
  const again = await eks.createPodIdentityAssociation(admin, { ...POD, roleArn: ROLE_ARN }).catch(codeOf);
  hold(again === "ResourceInUseException", "a second association for the same service account is refused");
  steps.push("association");

  const token = await aws.issueToken(POD);
  steps.push("token");

  const session = await eksAuth.assumeRoleForPodIdentity(admin, { clusterName: POD.clusterName, token });
  hold(session.credentials.expiration !== undefined, "the credentials expire");
  steps.push("exchange");

  const pod = podkey.createClient({ region: REGION, credentials: session.credentials, ports });
  const identity = await sts.getCallerIdentity(pod);
  hold(identity.arn === session.assumedRoleUser.arn, "STS knows the caller as the role session");
  steps.push("getCallerIdentity");

  const { credentials } = session;
  const context = {
    credentials,
    service: "sts",
    region: REGION,
    nowMs: Date.now(),
    digest: podkey.webDigest(),
  };
  const presigned = await podkey.presignUrl(
    { method: "GET", url: IDENTITY_URL, expiresInSeconds: 900 },
    context,
  );
  const answer = await aws.fetch(presigned.url);
  hold(answer.status === 200, "the presigned URL works without credentials");
  steps.push("presign");
  return steps;

  function codeOf(error: unknown): string {
    return podkey.isPodkeyError(error) && error.code === "SERVICE" ? error.awsCode : String(error);
  }
}

function hold(isSo: boolean, claim: string): asserts isSo {
  if (!isSo) throw new Error(`it should hold that ${claim}, but it does not`);
}
