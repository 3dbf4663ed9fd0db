import { createAgent } from "../../src/agent/create-agent.ts";
import { fromContainer } from "../../src/credentials/providers/container/from-container.ts";
import { describePodIdentityAssociation } from "../../src/eks/associations.ts";
import { createEmulator, type Emulator } from "../../src/emulator/create-emulator.ts";
import { createClient } from "../../src/http/client.ts";
import { presignUrl } from "../../src/signing/presign.ts";
import { serviceOfHost } from "../../src/signing/service-of-host.ts";
import { signHeaders } from "../../src/signing/sign-request.ts";
import { ASSOCIATION, CONTAINER_BODY, CREDENTIALS } from "../support/aws-examples.ts";
import { fakeRuntime, json } from "../support/fake-runtime.ts";
import { signingContext } from "../support/signing-context.ts";
import { unsignedToken } from "../support/unsigned-token.ts";
import { corrupted, type FuzzTarget } from "./target.ts";

const KEY = { clusterName: "demo", associationId: "a-abcdefghijklmnop1" };
const URLS = [
  "https://eks.us-west-2.amazonaws.com/clusters/demo?a=b",
  "https://bucket.s3.us-west-2.amazonaws.com/a%20b/../c",
  "http://169.254.170.23/v1/credentials",
  "http://[fd00:ec2::23]:80/",
];
const AUTHORIZATION =
  "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260301/us-west-2/eks/aws4_request, SignedHeaders=host;x-amz-date, Signature=fe5f";

/** Readers of URLs. */
const URL_TARGETS: readonly FuzzTarget[] = [
  {
    name: "the URL of a container endpoint",
    inputs: corrupted(...URLS),
    read: (uri) => fromContainer({ uri, ports: fakeRuntime({ answers: [json(CONTAINER_BODY)] }).ports })(),
  },
  {
    name: "an endpoint",
    inputs: corrupted(...URLS),
    read: (endpoint) => {
      const { ports } = fakeRuntime({ answers: [json({ association: ASSOCIATION })] });
      const settings = { region: "us-west-2", credentials: CREDENTIALS, maxAttempts: 1, endpoint, ports };
      return describePodIdentityAssociation(createClient(settings), KEY);
    },
  },
  { name: "the host of AWS in a URL", inputs: corrupted(...URLS), read: (url) => serviceOfHost(url, {}) },
  {
    name: "a URL to sign",
    inputs: corrupted(...URLS),
    read: (url) => signHeaders({ method: "GET", url }, signingContext()),
  },
  {
    name: "a URL to presign",
    inputs: corrupted(...URLS),
    read: (url) => presignUrl({ method: "GET", url, expiresInSeconds: 60 }, signingContext()),
  },
];

/** Servers: they answer every request, never with their own fault. */
const SERVER_TARGETS: readonly FuzzTarget[] = [
  ...["authorization", "x-amz-date", "x-amz-security-token", "content-type"].map((header) => ({
    name: `the emulator's request header ${header}`,
    inputs: corrupted(AUTHORIZATION, "20260301T120000Z", unsignedToken()),
    read: async (value: string) => {
      const headers = { authorization: AUTHORIZATION, "x-amz-date": "20260301T120000Z", [header]: value };
      await served(emulatorFetch, "https://eks.us-west-2.amazonaws.com/clusters/demo", { headers });
    },
  })),
  {
    name: "the emulator's path and query",
    inputs: corrupted(
      "/clusters/demo?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=aa",
      "/k8s/demo/openid/v1/jwks",
      "/?Action=GetCallerIdentity",
    ),
    read: (path) => served(emulatorFetch, `https://eks.us-west-2.amazonaws.com${path}`),
  },
  {
    name: "the emulator's token request",
    inputs: corrupted(
      '{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{"audiences":["sts.amazonaws.com"],"expirationSeconds":3600}}',
    ),
    read: (body) =>
      served(
        emulatorFetch,
        "http://127.0.0.1/k8s/demo/api/v1/namespaces/shop/serviceaccounts/checkout/token",
        {
          method: "POST",
          body,
          headers: { "content-type": "application/json" },
        },
      ),
  },
  {
    name: "the agent's Authorization header",
    inputs: corrupted(unsignedToken()),
    read: async (authorization) => {
      const { ports } = fakeRuntime({ answers: [json({ message: "no" }, 400)] });
      const agent = createAgent({
        clusterName: "demo",
        region: "us-west-2",
        credentials: CREDENTIALS,
        ports,
      });
      await served(
        agent.fetch,
        "http://169.254.170.23/v1/credentials",
        { headers: { authorization } },
        [500, 503],
      );
    },
  },
];

let emulator: Emulator | undefined;

/** Serves all requests by one emulator, because each makes keys. */
function emulatorFetch(request: Request): Promise<Response> {
  emulator ??= createEmulator({ clusters: ["demo"] });
  return emulator.fetch(request);
}

/** Sends a request that the runtime admits. Throws if the answer is a fault of the server. */
async function served(
  fetch: (request: Request) => Promise<Response>,
  url: string,
  init: RequestInit = {},
  allowed: readonly number[] = [],
): Promise<void> {
  const request = admitted(url, init);
  if (!request) return;
  const { status } = await fetch(request);
  if (status >= 500 && !allowed.includes(status)) throw new Error(`answered ${status}`);
}

function admitted(url: string, init: RequestInit): Request | undefined {
  try {
    return new Request(url, init);
  } catch {
    return undefined;
  }
}

/** Readers of URLs and of requests. */
export const REQUEST_TARGETS: readonly FuzzTarget[] = [...URL_TARGETS, ...SERVER_TARGETS];
