import { ConfigurationError } from "../errors/errors.ts";
import { isLoopback } from "../lib/url.ts";
import type { Endpoint, EndpointSettings, ServiceId } from "./endpoint.ts";

/** Values that a request carries, and the check of the endpoint that they need. */
export interface Secrets {
  /** An error text must not repeat them. */
  readonly values: readonly string[];
  readonly requireConfidential: typeof requireConfidential;
}

/** Declares the secret of an operation, if it has one. It must not travel in the clear, nor stand in an error text. */
export function secretsOf(value: string | undefined): Secrets | undefined {
  return value === undefined ? undefined : { values: [value], requireConfidential };
}

/** Throws `CONFIGURATION` if a token would travel in the clear to another machine, and the user has not allowed it. */
export function requireConfidential(
  service: ServiceId,
  { url }: Endpoint,
  { allowTokensOverHttp = false }: EndpointSettings,
): void {
  const parsed = new URL(url);
  if (allowTokensOverHttp || parsed.protocol === "https:" || isLoopback(parsed)) return;
  throw new ConfigurationError({
    setting: "endpoint",
    message: `a token would go to ${service} at ${parsed.host} in the clear: use https, or set allowTokensOverHttp`,
  });
}
