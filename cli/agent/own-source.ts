import { type CredentialProvider, named } from "../../src/aws/credentials.ts";
import { chainWithAdvice } from "../../src/credentials/providers/chain.ts";
import { fromContainer } from "../../src/credentials/providers/container/from-container.ts";
import { fromEnv } from "../../src/credentials/providers/from-env.ts";
import { fromWebToken } from "../../src/credentials/providers/from-web-token.ts";
import { fromInstanceMetadata } from "../../src/credentials/providers/instance/from-instance-metadata.ts";
import { NotConfiguredError } from "../../src/errors/errors.ts";
import { createClient } from "../../src/http/client.ts";
import { parseUrl } from "../../src/lib/url.ts";
import type { Ports } from "../../src/ports.ts";
import { fromSharedCredentialsFile } from "./shared-credentials-file.ts";

/** What to do if no source is configured. */
const ADVICE = `The agent exchanges tokens with credentials of its own. On an EKS node, let it reach the instance metadata: those of
the node's role suffice. Elsewhere, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY for a principal that may call
eks-auth:AssumeRoleForPodIdentity.`;

/** Options of the source of the agent's own credentials. */
export interface OwnSourceOptions {
  readonly ports: Ports;
  readonly region: string | undefined;
  /** Uses the shared credentials file only. */
  readonly rotateCredentials?: true | undefined;
  /** Whether a URL leads to this agent, which cannot be its own source. */
  readonly isOwnUrl: (url: URL) => boolean;
}

/**
 * Makes the source of the agent's own credentials, in the order of the AWS SDKs: environment, shared credentials file, web
 * identity, container, instance metadata. The next source is asked only if the one before it is not configured.
 */
export function ownSource(options: OwnSourceOptions): CredentialProvider {
  const { ports, region, rotateCredentials } = options;
  const file = fromSharedCredentialsFile(ports);
  if (rotateCredentials) return file;
  const client = createClient({ region, ports });
  const sources = [
    fromEnv({ ports }),
    file,
    fromWebToken({ client }),
    fromOtherContainer(options),
    fromInstanceMetadata({ ports }),
  ];
  return chainWithAdvice(sources, ADVICE);
}

/** Skips the container endpoint if it is this agent: the EKS webhook sets the variable in every pod, the agent's included. */
function fromOtherContainer({ ports, isOwnUrl }: OwnSourceOptions): CredentialProvider {
  const provider = fromContainer({ ports });
  return named("fromContainer", async (request) => {
    const isRelative = Boolean(ports.env("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"));
    const url = parseUrl(ports.env("AWS_CONTAINER_CREDENTIALS_FULL_URI") ?? "");
    if (!isRelative && url && isOwnUrl(url)) {
      const message = "AWS_CONTAINER_CREDENTIALS_FULL_URI leads to this agent itself";
      throw new NotConfiguredError({ source: "fromContainer", message });
    }
    return provider(request);
  });
}
