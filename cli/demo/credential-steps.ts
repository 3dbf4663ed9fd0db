import { nodePorts } from "../../runtimes/node/ports.ts";
import { POD_IDENTITY_AUDIENCE } from "../../src/eks-auth/assume-role-for-pod-identity.ts";
import type { PodIdentitySession } from "../../src/eks-auth/pod-identity-session.ts";
import { readQueryError } from "../../src/http/protocols/query.ts";
import { presignUrl } from "../../src/signing/presign.ts";
import { signHeaders } from "../../src/signing/sign-request.ts";
import type { SigningContext } from "../../src/signing/signature.ts";
import { getCallerIdentity } from "../../src/sts/caller-identity.ts";
import { readClaims } from "../../src/tokens/service-account-token.ts";
import { mask } from "../io/terminal.ts";
import { check, type Say } from "./narrator.ts";
import { exchange, requestToken } from "./pod.ts";
import { REGION, type Stage } from "./stage.ts";

const TWELVE_HOURS_SECONDS = 43_200;
const IDENTITY_QUERY = "Action=GetCallerIdentity&Version=2011-06-15";
const FORM = { "content-type": "application/x-www-form-urlencoded" };

export async function getToken(stage: Stage, say: Say): Promise<string> {
  const token = await requestToken(stage);
  const { iss, sub, aud, exp } = readClaims({ token, source: "the Kubernetes API" });
  check(aud.includes(POD_IDENTITY_AUDIENCE), `the token is for ${POD_IDENTITY_AUDIENCE}`);
  say(`token ${mask(token)} of ${sub}`);
  say(`audience ${aud.join(", ")}, expires at ${new Date(exp * 1000).toISOString()}`);
  say(`issuer ${iss}`);
  return token;
}

export async function exchangeToken(stage: Stage, token: string, say: Say): Promise<PodIdentitySession> {
  const session = await exchange(stage, token);
  const { accessKeyId, secretAccessKey, sessionToken = "", expiration } = session.credentials;
  check(expiration !== undefined, "the credentials expire");
  say(`EKS Auth returns credentials of ${session.assumedRoleUser.arn}`);
  say(`access key ${accessKeyId}, secret ${mask(secretAccessKey)}, session token ${mask(sessionToken)}`);
  say(`expire at ${expiration.toISOString()}`);
  return session;
}

export async function callAsPod(
  stage: Stage,
  session: PodIdentitySession,
  role: string,
  say: Say,
): Promise<void> {
  const identity = await getCallerIdentity(stage.clientOf(session.credentials));
  check(identity.arn === session.assumedRoleUser.arn, "STS identifies the caller as the issued role session");
  check(identity.arn.includes(role), `the caller is ${role}`);
  say(`STS verified the signature: the caller is ${identity.arn}`);
  say(`account ${identity.account}, user id ${identity.userId}`);
}

export async function presign(stage: Stage, session: PodIdentitySession, say: Say): Promise<void> {
  const { expiration } = session.credentials;
  const request = {
    method: "GET",
    url: `${stage.server.url}/?${IDENTITY_QUERY}`,
    expiresInSeconds: TWELVE_HOURS_SECONDS,
  };
  const { url, expiresAt } = await presignUrl(request, signingContext(session));
  check(
    expiration !== undefined && expiresAt <= expiration,
    "the URL expires with its credentials or before",
  );
  const response = await fetch(url);
  check(response.status === 200, "a client without credentials can use the URL");
  say(`requested for 12 h, valid until ${expiresAt.toISOString()}, when its credentials expire`);
  say(`a request without credentials gets ${response.status}`);
}

export async function forge(stage: Stage, session: PodIdentitySession, say: Say): Promise<void> {
  const request = { method: "POST", url: `${stage.server.url}/`, headers: FORM, body: IDENTITY_QUERY };
  const { url, headers } = await signHeaders(request, signingContext(session));
  const response = await fetch(url, { method: "POST", headers, body: `${IDENTITY_QUERY}&Tampered=yes` });
  const { awsCode } = readQueryError({
    status: response.status,
    headers: response.headers,
    body: await response.text(),
  });
  check(response.status === 403 && awsCode === "SignatureDoesNotMatch", "STS refuses a changed body");
  say(`signed one body and sent another: ${response.status} ${awsCode}`);
}

function signingContext({ credentials }: PodIdentitySession): SigningContext {
  return { credentials, service: "sts", region: REGION, nowMs: Date.now(), digest: nodePorts().digest };
}
