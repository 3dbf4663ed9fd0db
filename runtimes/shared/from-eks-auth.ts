import type { CredentialProvider } from "../../src/aws/credentials.ts";
import {
  type FromEksAuthOptions as CoreOptions,
  fromEksAuth as exchangeWith,
} from "../../src/credentials/providers/from-eks-auth.ts";
import { fromInstanceMetadata } from "../../src/credentials/providers/instance/from-instance-metadata.ts";
import { type ClientSource, createClient } from "../../src/http/client.ts";

/** Which token to exchange, on which cluster, and which client signs the exchange. */
export interface FromEksAuthOptions extends Omit<CoreOptions, "client"> {
  /**
   * Signs the exchange: a client or a session. Its credentials need the permission `eks-auth:AssumeRoleForPodIdentity`, which the
   * role of an EKS node has. Default: a client of `region` over `ports` that signs with the role of this machine
   * (`fromInstanceMetadata`).
   */
  readonly client?: ClientSource;
  /** The region of the default client, for example `us-west-2`. Default: `AWS_REGION`, else `AWS_DEFAULT_REGION`. */
  readonly region?: string | undefined;
}

/** Does what `fromEksAuth` of the core does, and signs with the role of the machine if no client is given. */
export function fromEksAuth({ client, region, ...options }: FromEksAuthOptions): CredentialProvider {
  const { ports } = options;
  const ownClient = (): ClientSource => {
    return createClient({ region, ports, credentials: fromInstanceMetadata({ ports }) });
  };
  return exchangeWith({ ...options, client: client ?? ownClient() });
}
