import { fromContainer } from "../../src/credentials/providers/container/from-container.ts";
import { fromEnv } from "../../src/credentials/providers/from-env.ts";
import { fromStatic } from "../../src/credentials/providers/from-static.ts";
import { fromWebToken } from "../../src/credentials/providers/from-web-token.ts";
import { describeCluster } from "../../src/eks/cluster.ts";
import { type ClientOptions, createClient } from "../../src/http/client.ts";
import { type EndpointSettings, resolveEndpoint, type ServiceId } from "../../src/http/endpoint.ts";
import { getCallerIdentity } from "../../src/sts/caller-identity.ts";
import { CREDENTIALS } from "./aws-examples.ts";
import { type BadInput, clientThat } from "./bad-input.ts";
import { fakeRuntime } from "./fake-runtime.ts";

const CUSTOM = "https://eks.example.com";

function setting(name: string, expected: string, run: () => unknown): BadInput {
  return { name, run: async () => run(), code: "CONFIGURATION", facts: { setting: expected } };
}

function endpoint(
  name: string,
  expected: string,
  settings: EndpointSettings,
  env: Record<string, string> = {},
  service: ServiceId = "eks",
): BadInput {
  const all = { region: "us-west-2", ...settings };
  return setting(`${name} for ${service}`, expected, () =>
    resolveEndpoint(service, all, (variable) => env[variable]),
  );
}

function client(name: string, options: ClientOptions): BadInput {
  return setting(name, Object.keys(options)[0] ?? "", () => createClient(options));
}

const ENDPOINTS: readonly BadInput[] = [
  endpoint("no region", "region", { region: undefined }),
  endpoint("a region in capitals", "region", { region: "US-WEST-2" }),
  endpoint("a region that is a host", "region", { region: "us-west-2.example.com" }),
  endpoint("a region with a slash", "region", { region: "us-west-2/" }),
  endpoint("a region fips-us-west-2", "region", { region: "fips-us-west-2" }),
  endpoint("a region us-west-2-fips", "region", { region: "us-west-2-fips" }),
  endpoint("a malformed region in the environment", "AWS_REGION", { region: undefined }, { AWS_REGION: "@" }),
  endpoint("the region aws-global", "region", { region: "aws-global" }),
  endpoint("the region aws-global", "region", { region: "aws-global" }, {}, "eks-auth"),
  endpoint("FIPS beside an endpoint", "useFipsEndpoint", { endpoint: CUSTOM, useFipsEndpoint: true }),
  endpoint(
    "FIPS beside an endpoint",
    "useFipsEndpoint",
    { endpoint: CUSTOM, useFipsEndpoint: true },
    {},
    "eks-auth",
  ),
  endpoint(
    "FIPS of the environment beside an endpoint of the environment",
    "useFipsEndpoint",
    {},
    { AWS_USE_FIPS_ENDPOINT: "true", AWS_ENDPOINT_URL: CUSTOM },
    "sts",
  ),
  endpoint(
    "FIPS in the region aws-global",
    "useFipsEndpoint",
    { region: "aws-global", useFipsEndpoint: true },
    {},
    "sts",
  ),
  endpoint(
    "dual-stack in the region aws-global",
    "useDualstackEndpoint",
    { region: "aws-global", useDualstackEndpoint: true },
    {},
    "sts",
  ),
  endpoint("dual-stack beside an endpoint", "useDualstackEndpoint", {
    endpoint: { eks: CUSTOM },
    useDualstackEndpoint: true,
  }),
  endpoint(
    "dual-stack beside an endpoint",
    "useDualstackEndpoint",
    { endpoint: CUSTOM, useDualstackEndpoint: true },
    {},
    "sts",
  ),
  endpoint("AWS_USE_FIPS_ENDPOINT=yes", "AWS_USE_FIPS_ENDPOINT", {}, { AWS_USE_FIPS_ENDPOINT: "yes" }),
  endpoint("AWS_USE_FIPS_ENDPOINT=True", "AWS_USE_FIPS_ENDPOINT", {}, { AWS_USE_FIPS_ENDPOINT: "True" }),
  endpoint(
    "AWS_USE_DUALSTACK_ENDPOINT=1",
    "AWS_USE_DUALSTACK_ENDPOINT",
    {},
    { AWS_USE_DUALSTACK_ENDPOINT: "1" },
  ),
  endpoint(
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=no",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    {},
    { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "no" },
  ),
  ...[
    "eks.example.com",
    "ftp://eks.example.com",
    "shttp://eks.example.com",
    "httpss://eks.example.com",
    "https://eks.example.com/?a=b",
    "https://eks.example.com/#a",
    "https://alice@eks.example.com",
    "https://:password@eks.example.com",
    "",
  ].map((url) => endpoint(`the endpoint ${JSON.stringify(url)}`, "endpoint", { endpoint: url })),
  endpoint(
    "a malformed AWS_ENDPOINT_URL_EKS",
    "AWS_ENDPOINT_URL_EKS",
    {},
    { AWS_ENDPOINT_URL_EKS: "//example.com" },
  ),
];

const CREDENTIAL_SETTINGS: readonly BadInput[] = [
  setting("a signed call without credentials", "credentials", () => {
    const { ports } = fakeRuntime();
    return getCallerIdentity(createClient({ region: "us-west-2", ports }));
  }),
  ...(["accessKeyId", "secretAccessKey", "sessionToken"] as const).map((key) =>
    setting(`static credentials with an empty ${key}`, key, () => fromStatic({ ...CREDENTIALS, [key]: "" })),
  ),
  setting("a session token with a line break", "sessionToken", () =>
    describeCluster(clientThat(undefined, { credentials: { ...CREDENTIALS, sessionToken: "to\nken" } }), {
      clusterName: "demo",
    }),
  ),
  ...["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"].map((absent) => {
    const present = absent === "AWS_ACCESS_KEY_ID" ? "AWS_SECRET_ACCESS_KEY" : "AWS_ACCESS_KEY_ID";
    return setting(`${present} without ${absent}`, absent, () =>
      fromEnv({ ports: fakeRuntime({ env: { [present]: "example" } }).ports })(),
    );
  }),
  setting("a malformed AWS_CREDENTIAL_EXPIRATION", "AWS_CREDENTIAL_EXPIRATION", () => {
    const env = { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b", AWS_CREDENTIAL_EXPIRATION: "soon" };
    return fromEnv({ ports: fakeRuntime({ env }).ports })();
  }),
  setting("a web token without a role", "roleArn", () =>
    fromWebToken({ client: clientThat(undefined), token: "header.payload.signature" })(),
  ),
];

/** Settings that are missing, are malformed or contradict each other. */
export const BAD_SETTINGS: readonly BadInput[] = [
  ...ENDPOINTS,
  ...CREDENTIAL_SETTINGS,
  client("no attempts", { maxAttempts: 0 }),
  client("half an attempt", { maxAttempts: 1.5 }),
  client("a timeout of 0", { timeoutMs: 0 }),
  client("a timeout that is not a number", { timeoutMs: Number.NaN }),
  client("an infinite timeout", { timeoutMs: Number.POSITIVE_INFINITY }),
  ...[0, -1, Number.NaN].flatMap((duration) => [
    setting(`a container timeout of ${duration}`, "timeoutMs", () => fromContainer({ timeoutMs: duration })),
    setting(`a container deadline of ${duration}`, "deadlineMs", () =>
      fromContainer({ deadlineMs: duration }),
    ),
    setting(`a timeout of ${duration} for one call`, "timeoutMs", () =>
      describeCluster(clientThat(undefined), { clusterName: "demo" }, { timeoutMs: duration }),
    ),
  ]),
];
