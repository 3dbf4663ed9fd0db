/** Where a Worker asks a broker. The host is never looked up: the request goes to a Durable Object. */
export const BROKER_URL = "https://credential-broker.podkey/credentials";

/** Names the identity. */
export const NAME_PARAMETER = "identity";

/** Asks for new credentials although the current ones are good. */
export const FORCE_PARAMETER = "forceRefresh";

/** How long the credentials must still live, in milliseconds. */
export const MIN_TTL_PARAMETER = "minTtlMs";
