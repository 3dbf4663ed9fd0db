/** The content of a service-account token to issue. */
export interface IssueTokenRequest {
  /** The cluster whose issuer signs the token. */
  readonly clusterName: string;
  /** The namespace of the service account. */
  readonly namespace: string;
  /** The name of the service account. */
  readonly serviceAccount: string;
  /** The name of the pod that the token is bound to. Default: `{serviceAccount}-0`. */
  readonly podName?: string;
  /** The name of the pod's node. Default: none. */
  readonly nodeName?: string;
  /** The audiences of the token. Default: `pods.eks.amazonaws.com`. */
  readonly audience?: string | readonly string[];
  /** The lifetime in seconds. It may be shorter than Kubernetes' minimum of 600. Default: 86400. */
  readonly expirationSeconds?: number;
}

/** An association that belongs to an EKS add-on. */
export interface AddonAssociation {
  /** The name of the cluster. */
  readonly clusterName: string;
  /** The namespace of the service account. */
  readonly namespace: string;
  /** The name of the service account. */
  readonly serviceAccount: string;
  /** The ARN of the role that pods get. */
  readonly roleArn: string;
  /** The ARN of the add-on. */
  readonly ownerArn: string;
}

/** Options of `Emulator.rotateSigningKey`. */
export interface RotateSigningKeyOptions {
  /**
   * When the issuer stops publishing the old key, in milliseconds since the epoch; 0 means at once. Default: when the
   * last token signed with it expires.
   */
  readonly publishOldUntilMs?: number;
}
