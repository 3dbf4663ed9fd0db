// The functions of the core that take ports. Each runtime exports them with its own ports bound.
export { fromContainer } from "../../src/credentials/providers/container/from-container.ts";
export { fromEnv } from "../../src/credentials/providers/from-env.ts";
export { fromWebToken } from "../../src/credentials/providers/from-web-token.ts";
export { fromInstanceMetadata } from "../../src/credentials/providers/instance/from-instance-metadata.ts";
export { readInstanceIdentity } from "../../src/credentials/providers/instance/identity.ts";
export { refresh } from "../../src/credentials/refresh/refresh.ts";
export { createSession } from "../../src/credentials/session/session.ts";
export { createClient } from "../../src/http/client.ts";
export { fromEksAuth } from "./from-eks-auth.ts";
