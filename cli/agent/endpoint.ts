import { isPodkeyError } from "../../src/errors/any-error.ts";
import { ConfigurationError } from "../../src/errors/errors.ts";
import { requireConfidential } from "../../src/http/confidential.ts";
import { type EndpointSettings, resolveEndpoint } from "../../src/http/endpoint.ts";
import type { Ports } from "../../src/ports.ts";

/** Throws `CONFIGURATION` if EKS Auth has no endpoint, or one to which tokens would travel in the clear. */
export function checkEndpoint(settings: EndpointSettings, { env }: Pick<Ports, "env">): void {
  try {
    requireConfidential("eks-auth", resolveEndpoint("eks-auth", settings, env), settings);
  } catch (error) {
    if (!isPodkeyError(error) || error.code !== "CONFIGURATION") throw error;
    // Users of the command set flags, not options.
    const message = error.message.replace("set allowTokensOverHttp", "pass --allow-tokens-over-http");
    throw new ConfigurationError({ setting: `--${error.setting}`, message });
  }
}
