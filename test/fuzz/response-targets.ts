import { fromContainer } from "../../src/credentials/providers/container/from-container.ts";
import { describePodIdentityAssociation, listPodIdentityAssociations } from "../../src/eks/associations.ts";
import { assumeRoleForPodIdentity } from "../../src/eks-auth/assume-role-for-pod-identity.ts";
import { createClient } from "../../src/http/client.ts";
import { assumeRole } from "../../src/sts/assume-role.ts";
import { getCallerIdentity } from "../../src/sts/caller-identity.ts";
import {
  ASSOCIATION,
  CONTAINER_BODY,
  CREDENTIALS,
  POD_IDENTITY_SESSION,
  queryErrorXml,
  ROLE_ARN,
  roleSessionXml,
} from "../support/aws-examples.ts";
import { clientThat } from "../support/bad-input.ts";
import { fakeRuntime, text } from "../support/fake-runtime.ts";
import { unsignedToken } from "../support/unsigned-token.ts";
import { corrupted, type FuzzTarget } from "./target.ts";

const KEY = { clusterName: "demo", associationId: "a-abcdefghijklmnop1" };
const ROLE = { roleArn: ROLE_ARN, roleSessionName: "podkey" };
/** Nested so deeply that a recursive reader has no stack left. */
const DEEP_JSON = `${'{"association":['.repeat(5000)}${"]}".repeat(5000)}`;
const DEEP_XML = `${"<a>".repeat(5000)}${"</a>".repeat(5000)}`;

/** Readers of AWS's JSON responses. */
const JSON_TARGETS: readonly FuzzTarget[] = [
  {
    name: "an association of EKS",
    inputs: corrupted(
      JSON.stringify({
        association: { ...ASSOCIATION, createdAt: 1_795_305_600.123, tags: { team: "shop" } },
      }),
      DEEP_JSON,
    ),
    read: (body) => describePodIdentityAssociation(clientThat(text(body)), KEY),
  },
  {
    name: "a page of associations of EKS",
    inputs: corrupted(JSON.stringify({ associations: [ASSOCIATION, ASSOCIATION], nextToken: "next" })),
    read: (body) => listPodIdentityAssociations(clientThat(text(body)), { clusterName: "demo" }),
  },
  {
    name: "an error of EKS",
    inputs: corrupted(
      '{"__type":"ResourceInUseException","message":"in use","clusterName":"demo"}',
      "<html>",
    ),
    read: (body) => describePodIdentityAssociation(clientThat(text(body, 409)), KEY),
  },
  {
    name: "a session of EKS Auth",
    inputs: corrupted(JSON.stringify(POD_IDENTITY_SESSION)),
    isSecret: true,
    read: (body) =>
      assumeRoleForPodIdentity(clientThat(text(body)), { clusterName: "demo", token: unsignedToken() }),
  },
  {
    name: "credentials of a container endpoint",
    inputs: corrupted(JSON.stringify(CONTAINER_BODY), '{"Code":"Denied","Message":"no"}'),
    isSecret: true,
    read: (body) => {
      const { ports } = fakeRuntime({ answers: [text(body)] });
      return fromContainer({ uri: "http://169.254.170.23/v1/credentials", ports })();
    },
  },
];

/** Readers of AWS's XML responses. */
const XML_TARGETS: readonly FuzzTarget[] = [
  {
    name: "a role session of STS",
    inputs: corrupted(roleSessionXml("AssumeRole"), DEEP_XML),
    isSecret: true,
    read: (body) => assumeRole(clientThat(text(body)), ROLE),
  },
  {
    name: "an error of STS",
    inputs: corrupted(queryErrorXml("AccessDenied", "not &amp; allowed")),
    read: (body) => assumeRole(clientThat(text(body, 403)), ROLE),
  },
];

/** Headers by which a response asks to wait or states the time. */
const HEADERS = ["retry-after", "x-amz-retry-after", "date", "age", "x-amzn-requestid", "x-amzn-errortype"];

const HEADER_TARGETS: readonly FuzzTarget[] = HEADERS.map((header) => ({
  name: `the response header ${header}`,
  inputs: corrupted(
    "120",
    "Sun, 01 Mar 2026 12:00:30 GMT",
    "Sunday, 01-Mar-26 12:00:30 GMT",
    "ThrottlingException:http://a/",
    "-5",
  ),
  read: (value) => {
    const headers = headersOf(header, value);
    if (!headers) return undefined;
    const body = queryErrorXml("RequestExpired", "Request has expired");
    const { ports, clock } = fakeRuntime({ answers: [() => new Response(body, { status: 429, headers })] });
    const client = createClient({ region: "us-west-2", credentials: CREDENTIALS, maxAttempts: 3, ports });
    return clock.settle(getCallerIdentity(client));
  },
}));

/** Returns `undefined` for a value that no runtime admits as a header. */
function headersOf(name: string, value: string): Headers | undefined {
  try {
    return new Headers([[name, value]]);
  } catch {
    return undefined;
  }
}

/** Readers of what AWS and container endpoints answer. */
export const RESPONSE_TARGETS: readonly FuzzTarget[] = [...JSON_TARGETS, ...XML_TARGETS, ...HEADER_TARGETS];
