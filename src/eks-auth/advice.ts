import type { Pod } from "../tokens/service-account-token.ts";

/** The pod that gets no role, as far as it is known. */
type Subject = Partial<Pick<Pod, "namespace" | "serviceAccount">> & { readonly clusterName?: string };

/** Says what to do about an error of EKS Auth. AWS's text says what is wrong, and not what is missing. */
export function adviceOn(awsMessage: string, subject: Subject = {}): string | undefined {
  if (/assume the associated role/.test(awsMessage)) {
    return "the role's trust policy must allow pods.eks.amazonaws.com to sts:AssumeRole and sts:TagSession, and no condition may exclude this pod";
  }
  if (!/^no .*association/i.test(awsMessage)) return undefined;
  const { clusterName = "…", namespace = "…", serviceAccount = "…" } = subject;
  const input = JSON.stringify({ clusterName, namespace, serviceAccount, roleArn: "…" });
  return `create it: createPodIdentityAssociation(client, ${input})`;
}
