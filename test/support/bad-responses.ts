import { fromContainer } from "../../src/credentials/providers/container/from-container.ts";
import { describePodIdentityAssociation, listPodIdentityAssociations } from "../../src/eks/associations.ts";
import { describeCluster } from "../../src/eks/cluster.ts";
import { listTagsForResource } from "../../src/eks/tags.ts";
import { assumeRoleForPodIdentity } from "../../src/eks-auth/assume-role-for-pod-identity.ts";
import { assumeRole } from "../../src/sts/assume-role.ts";
import { getCallerIdentity } from "../../src/sts/caller-identity.ts";
import {
  ASSOCIATION,
  ASSOCIATION_ARN,
  CONTAINER_BODY,
  POD_IDENTITY_SESSION,
  ROLE_ARN,
  roleSessionXml,
} from "./aws-examples.ts";
import { type BadInput, clientThat } from "./bad-input.ts";
import { type FakeAnswer, fakeRuntime, json, text } from "./fake-runtime.ts";
import { unsignedToken } from "./unsigned-token.ts";

const HTML = "<html><body>Sign in to the network</body></html>";
const GOOD_XML = roleSessionXml("AssumeRole");

function answer(name: string, path: string, run: () => Promise<unknown>): BadInput {
  return { name, run, code: "INVALID_RESPONSE", facts: { path } };
}

function eks(name: string, path: string, reply: FakeAnswer): BadInput {
  const key = { clusterName: "demo", associationId: "a-abcdefghijklmnop1" };
  return answer(`${name} from EKS`, path, () => describePodIdentityAssociation(clientThat(reply), key));
}

function association(name: string, member: string, value: unknown): BadInput {
  return eks(name, `association.${member}`, json({ association: { ...ASSOCIATION, [member]: value } }));
}

function eksAuth(name: string, path: string, change: Record<string, unknown>): BadInput {
  return answer(`${name} from EKS Auth`, path, () =>
    assumeRoleForPodIdentity(clientThat(json({ ...POD_IDENTITY_SESSION, ...change })), {
      clusterName: "demo",
      token: unsignedToken(),
    }),
  );
}

function sts(name: string, path: string, reply: FakeAnswer): BadInput {
  return answer(`${name} from STS`, path, () =>
    assumeRole(clientThat(reply), { roleArn: ROLE_ARN, roleSessionName: "podkey" }),
  );
}

function container(name: string, path: string, reply: FakeAnswer): BadInput {
  return answer(`${name} from a container endpoint`, path, () => {
    const { ports } = fakeRuntime({ answers: [reply] });
    return fromContainer({ uri: "http://169.254.170.23/v1/credentials", ports })();
  });
}

const EKS: readonly BadInput[] = [
  eks("text", "the body", text("OK")),
  eks("a page with status 200", "the body", text(HTML, 200, { "content-type": "text/html" })),
  eks("an empty body", "the body", text("")),
  eks("status 204 without a body", "the body", text(null, 204)),
  eks("truncated JSON", "the body", text('{"association":{"clusterName":"de')),
  eks("a JSON array", "the body", json([])),
  eks("JSON null", "the body", json(null)),
  eks("an object without its only member", "association", json({})),
  eks("a body of more than 1 MiB", "the body", text(" ".repeat(2 ** 20 + 1))),
  eks("a redirect", "the status", text("", 302, { location: "https://example.com/" })),
  eks("status 304", "the status", text(null, 304)),
  association("a missing role", "roleArn", undefined),
  association("a role that is null", "roleArn", null),
  association("an id that is a number", "associationId", 5),
  association("a malformed time", "createdAt", "yesterday"),
  association("a time on the 30th of February", "modifiedAt", "2026-02-30T00:00:00Z"),
  association("a time beyond all dates", "createdAt", 1e20),
  association("a time that is a boolean", "createdAt", true),
  association("a flag that is a string", "disableSessionTags", "true"),
  answer("a page without items from EKS", "associations", () =>
    listPodIdentityAssociations(clientThat(json({ nextToken: null })), { clusterName: "demo" }),
  ),
  answer("an item without an id from EKS", "associations.0.associationId", () =>
    listPodIdentityAssociations(
      clientThat(json({ associations: [{ ...ASSOCIATION, associationId: undefined }] })),
      { clusterName: "demo" },
    ),
  ),
  answer("a cluster without an ARN from EKS", "cluster.arn", () =>
    describeCluster(clientThat(json({ cluster: { name: "demo" } })), { clusterName: "demo" }),
  ),
  answer("a JSON array in place of tags from EKS", "the body", () =>
    listTagsForResource(clientThat(json([])), { resourceArn: ASSOCIATION_ARN }),
  ),
  answer("a tag that is a number from EKS", "tags.team", () =>
    listTagsForResource(clientThat(json({ tags: { team: 5 } })), { resourceArn: ASSOCIATION_ARN }),
  ),
];

const STS: readonly BadInput[] = [
  sts("JSON of another operation", "the body", json({ GetCallerIdentityResponse: {} })),
  sts("XML of another operation", "the body", text(roleSessionXml("AssumeRoot"))),
  sts("truncated XML", "the body", text(GOOD_XML.slice(0, GOOD_XML.length / 2))),
  sts("XML with a document type", "the body", text(`<!DOCTYPE x [<!ENTITY e "x">]>${GOOD_XML}`)),
  sts("XML with crossed tags", "the body", text("<a><b></a></b>")),
  sts("XML nested too deep", "the body", text("<a>".repeat(40) + "</a>".repeat(40))),
  sts("a page with status 200", "the body", text(HTML)),
  sts("an empty body", "the body", text("")),
  sts("a malformed time", "Credentials.Expiration", text(GOOD_XML.replace("2026-03-01T", "soon "))),
  answer("no account from STS", "Account", () =>
    getCallerIdentity(
      clientThat(
        text(
          "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>a</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>",
        ),
      ),
    ),
  ),
];

const DEEP = 100_000;
const DEEP_JSON = `{"association":${"[".repeat(DEEP)}${"]".repeat(DEEP)}}`;
const STS_KEYS = ["AccessKeyId", "SecretAccessKey", "SessionToken"] as const;
const EKS_AUTH_CREDENTIALS = POD_IDENTITY_SESSION["credentials"] as object;
const EKS_AUTH_KEYS = ["accessKeyId", "secretAccessKey", "sessionToken"] as const;

/** Responses whose credentials lack a part, or have an empty one. */
const INCOMPLETE: readonly BadInput[] = [
  ...STS_KEYS.flatMap((member) => [
    sts(`no ${member}`, `Credentials.${member}`, text(GOOD_XML.replaceAll(member, "Other"))),
    sts(
      `an empty ${member}`,
      `Credentials.${member}`,
      text(GOOD_XML.replace(new RegExp(`<${member}>[^<]*</${member}>`), `<${member}/>`)),
    ),
  ]),
  ...EKS_AUTH_KEYS.flatMap((member) => [
    eksAuth(`no ${member}`, `credentials.${member}`, {
      credentials: { ...EKS_AUTH_CREDENTIALS, [member]: undefined },
    }),
    eksAuth(`an empty ${member}`, `credentials.${member}`, {
      credentials: { ...EKS_AUTH_CREDENTIALS, [member]: "" },
    }),
  ]),
];

/** Responses that must be refused. */
export const BAD_RESPONSES: readonly BadInput[] = [
  ...EKS,
  ...STS,
  ...INCOMPLETE,
  eks("JSON nested too deep", "the body", text(DEEP_JSON)),
  sts("JSON nested too deep", "the body", text(DEEP_JSON)),
  eksAuth("no credentials", "credentials", { credentials: undefined }),
  eksAuth("no subject", "subject", { subject: undefined }),
  eksAuth("no namespace", "subject.namespace", { subject: { serviceAccount: "checkout" } }),
  eksAuth("no service account", "subject.serviceAccount", { subject: { namespace: "shop" } }),
  eksAuth("no association ARN", "podIdentityAssociation.associationArn", {
    podIdentityAssociation: { associationId: "a-abcdefghijklmnop1" },
  }),
  eksAuth("no association id", "podIdentityAssociation.associationId", {
    podIdentityAssociation: { associationArn: ASSOCIATION_ARN },
  }),
  eksAuth("credentials without a time", "credentials.expiration", {
    credentials: { accessKeyId: "a", secretAccessKey: "b", sessionToken: "c" },
  }),
  ...["accessKeyId", "secretAccessKey", "sessionToken"].flatMap((member) =>
    [undefined, "", null].map((value) =>
      eksAuth(`${JSON.stringify(value)} for ${member}`, `credentials.${member}`, {
        credentials: { ...(POD_IDENTITY_SESSION["credentials"] as object), [member]: value },
      }),
    ),
  ),
  ...["AccessKeyId", "SecretAccessKey", "SessionToken"].flatMap((member) => [
    sts(`no ${member}`, `Credentials.${member}`, text(GOOD_XML.replaceAll(member, "Other"))),
    sts(
      `an empty ${member}`,
      `Credentials.${member}`,
      text(GOOD_XML.replace(new RegExp(`<${member}>[^<]*`), `<${member}>`)),
    ),
  ]),
  ...["AccessKeyId", "SecretAccessKey", "Token", "Expiration"].flatMap((member) => [
    container(`no ${member}`, member, json({ ...CONTAINER_BODY, [member]: undefined })),
    container(`an empty ${member}`, member, json({ ...CONTAINER_BODY, [member]: "" })),
    container(`null for ${member}`, member, json({ ...CONTAINER_BODY, [member]: null })),
  ]),
  container("an account that is a number", "AccountId", json({ ...CONTAINER_BODY, AccountId: 111122223333 })),
  container("a page with status 200", "the body", text(HTML)),
  container("a body of more than 64 KiB", "the body", text(" ".repeat(65_537))),
  container("a redirect", "the status", text("", 307, { location: "http://example.com/" })),
];
