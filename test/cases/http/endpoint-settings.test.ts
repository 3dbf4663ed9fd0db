import { describe, expect, it } from "vitest";
import { type EndpointSettings, resolveEndpoint, type ServiceId } from "../../../src/http/endpoint.ts";

const OPTION = "https://option.example.com";
const SERVICE_VARIABLE = "https://service.example.com";
const VARIABLE = "https://all.example.com";

function resolve(settings: EndpointSettings, env: Record<string, string> = {}, service: ServiceId = "eks") {
  return resolveEndpoint(service, settings, (name) => env[name]);
}

describe("the region", () => {
  it.each([
    [{ region: "eu-west-1" }, { AWS_REGION: "us-east-1", AWS_DEFAULT_REGION: "us-east-2" }, "eu-west-1"],
    [{}, { AWS_REGION: "us-east-1", AWS_DEFAULT_REGION: "us-east-2" }, "us-east-1"],
    [{}, { AWS_REGION: "", AWS_DEFAULT_REGION: "us-east-2" }, "us-east-2"],
    [{ region: "" }, { AWS_DEFAULT_REGION: "us-east-2" }, "us-east-2"],
  ])("comes from the option, AWS_REGION, then AWS_DEFAULT_REGION (%#)", (settings, env, region) => {
    expect(resolve(settings, env).region).toBe(region);
  });
});

describe("the endpoint", () => {
  const region = "us-west-2";
  const both = { AWS_ENDPOINT_URL_EKS: SERVICE_VARIABLE, AWS_ENDPOINT_URL: VARIABLE };

  it.each([
    ["the option", { endpoint: OPTION }, both, OPTION],
    ["the option of its service", { endpoint: { eks: OPTION, sts: VARIABLE } }, both, OPTION],
    ["the variable of its service", { endpoint: { sts: OPTION } }, both, SERVICE_VARIABLE],
    ["the variable of its service", {}, both, SERVICE_VARIABLE],
    [
      "the variable of all services",
      {},
      { AWS_ENDPOINT_URL: VARIABLE, AWS_ENDPOINT_URL_STS: OPTION },
      VARIABLE,
    ],
    [
      "the variable of all services, its own being empty",
      {},
      { ...both, AWS_ENDPOINT_URL_EKS: "" },
      VARIABLE,
    ],
    [
      "AWS, both variables being empty",
      {},
      { AWS_ENDPOINT_URL_EKS: "", AWS_ENDPOINT_URL: "" },
      "https://eks.us-west-2.amazonaws.com",
    ],
    [
      "AWS, variables being ignored",
      {},
      { ...both, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" },
      "https://eks.us-west-2.amazonaws.com",
    ],
    [
      "the option, variables being ignored",
      { endpoint: OPTION },
      { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" },
      OPTION,
    ],
    [
      "the variable, not being ignored",
      {},
      { ...both, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "false" },
      SERVICE_VARIABLE,
    ],
  ])("is that of %s", (_, settings, env, url) => {
    expect(resolve({ region, ...settings }, env)).toEqual({ url, region });
  });

  it("of EKS Auth has a variable with an underscore", () => {
    expect(resolve({ region }, { AWS_ENDPOINT_URL_EKS_AUTH: OPTION }, "eks-auth").url).toBe(OPTION);
  });

  it.each([
    ["https://example.com/", "https://example.com"],
    ["https://example.com/aws/", "https://example.com/aws"],
    ["http://127.0.0.1:4566", "http://127.0.0.1:4566"],
    ["https://example.com:443", "https://example.com"],
  ])("%s is taken as %s", (endpoint, url) => {
    expect(resolve({ region, endpoint }).url).toBe(url);
  });

  it("may be custom for EKS Auth beside dual-stack, which that has no choice of", () => {
    const settings = { region, endpoint: OPTION, useDualstackEndpoint: true };

    expect(resolve(settings, {}, "eks-auth").url).toBe(OPTION);
  });
});

describe("FIPS and dual-stack", () => {
  const region = "us-west-2";

  it.each([
    [{}, { AWS_USE_FIPS_ENDPOINT: "true" }, "https://fips.eks.us-west-2.amazonaws.com"],
    [{}, { AWS_USE_DUALSTACK_ENDPOINT: "true" }, "https://eks.us-west-2.api.aws"],
    [
      {},
      { AWS_USE_FIPS_ENDPOINT: "false", AWS_USE_DUALSTACK_ENDPOINT: "" },
      "https://eks.us-west-2.amazonaws.com",
    ],
    [{ useFipsEndpoint: false }, { AWS_USE_FIPS_ENDPOINT: "true" }, "https://eks.us-west-2.amazonaws.com"],
    [
      { useFipsEndpoint: true },
      { AWS_USE_FIPS_ENDPOINT: "false" },
      "https://fips.eks.us-west-2.amazonaws.com",
    ],
    [{ useFipsEndpoint: false }, { AWS_USE_FIPS_ENDPOINT: "yes" }, "https://eks.us-west-2.amazonaws.com"],
  ])("come from the option, then the environment (%#)", (settings, env, url) => {
    expect(resolve({ region, ...settings }, env).url).toBe(url);
  });
});
