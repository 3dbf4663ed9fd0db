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
  ])(
    "comes first from the option, then from AWS_REGION, then from AWS_DEFAULT_REGION (%#)",
    (settings, env, region) => {
      expect(resolve(settings, env).region).toBe(region);
    },
  );
});

describe("the endpoint", () => {
  const region = "us-west-2";
  const both = { AWS_ENDPOINT_URL_EKS: SERVICE_VARIABLE, AWS_ENDPOINT_URL: VARIABLE };

  it.each([
    ["the endpoint option", { endpoint: OPTION }, both, OPTION],
    ["the endpoint option of the service", { endpoint: { eks: OPTION, sts: VARIABLE } }, both, OPTION],
    [
      "AWS_ENDPOINT_URL_EKS if the option names only another service",
      { endpoint: { sts: OPTION } },
      both,
      SERVICE_VARIABLE,
    ],
    ["AWS_ENDPOINT_URL_EKS if the option is not set", {}, both, SERVICE_VARIABLE],
    [
      "AWS_ENDPOINT_URL if AWS_ENDPOINT_URL_EKS is not set",
      {},
      { AWS_ENDPOINT_URL: VARIABLE, AWS_ENDPOINT_URL_STS: OPTION },
      VARIABLE,
    ],
    [
      "AWS_ENDPOINT_URL if AWS_ENDPOINT_URL_EKS is empty",
      {},
      { ...both, AWS_ENDPOINT_URL_EKS: "" },
      VARIABLE,
    ],
    [
      "the default of AWS if both variables are empty",
      {},
      { AWS_ENDPOINT_URL_EKS: "", AWS_ENDPOINT_URL: "" },
      "https://eks.us-west-2.amazonaws.com",
    ],
    [
      "the default of AWS if AWS_IGNORE_CONFIGURED_ENDPOINT_URLS is true",
      {},
      { ...both, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" },
      "https://eks.us-west-2.amazonaws.com",
    ],
    [
      "the endpoint option even if AWS_IGNORE_CONFIGURED_ENDPOINT_URLS is true",
      { endpoint: OPTION },
      { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" },
      OPTION,
    ],
    [
      "AWS_ENDPOINT_URL_EKS if AWS_IGNORE_CONFIGURED_ENDPOINT_URLS is false",
      {},
      { ...both, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "false" },
      SERVICE_VARIABLE,
    ],
  ])("comes from %s", (_, settings, env, url) => {
    expect(resolve({ region, ...settings }, env)).toEqual({ url, region });
  });

  it("of EKS Auth comes from AWS_ENDPOINT_URL_EKS_AUTH", () => {
    expect(resolve({ region }, { AWS_ENDPOINT_URL_EKS_AUTH: OPTION }, "eks-auth").url).toBe(OPTION);
  });

  it.each([
    ["https://example.com/", "https://example.com"],
    ["https://example.com/aws/", "https://example.com/aws"],
    ["http://127.0.0.1:4566", "http://127.0.0.1:4566"],
    ["https://example.com:443", "https://example.com"],
  ])("written as %s is used as %s", (endpoint, url) => {
    expect(resolve({ region, endpoint }).url).toBe(url);
  });

  it("of EKS Auth may be set together with useDualstackEndpoint", () => {
    const settings = { region, endpoint: OPTION, useDualstackEndpoint: true };

    expect(resolve(settings, {}, "eks-auth").url).toBe(OPTION);
  });
});

describe("the choice of FIPS and dual-stack endpoints", () => {
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
  ])("comes first from the option, then from the environment (%#)", (settings, env, url) => {
    expect(resolve({ region, ...settings }, env).url).toBe(url);
  });
});
