import type { Family } from "../framework/runtimes.ts";

// Each program prints a line once it has credentials, and another once a signed call is answered.

const HAS_CREDENTIALS = 'console.log("credentials");';
const HAS_ANSWER = 'console.log("answer");';

/** The same two requests by `fetch` alone, without signature and without checks. */
export const FLOOR = `
const get = (url) => fetch(url).then((response) => response.json());
await get(process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI);
${HAS_CREDENTIALS}
await get(process.env.BENCH_FIXED_URL);
${HAS_ANSWER}
`;

/** The same two requests by `node:http`, which Node loads faster than its `fetch`. */
export const HTTP_FLOOR = `
import { get } from "node:http";
import { text } from "node:stream/consumers";
const read = (url) => new Promise((resolve, reject) => {
  get(url, (response) => text(response).then(JSON.parse).then(resolve, reject)).once("error", reject);
});
await read(process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI);
${HAS_CREDENTIALS}
await read(process.env.BENCH_FIXED_URL);
${HAS_ANSWER}
`;

/** A program without requests: the start of the runtime itself. */
export const NOTHING = `
${HAS_CREDENTIALS}
${HAS_ANSWER}
`;

/** The AWS SDK at its fastest: it gets the container provider, so that it searches no profiles. */
export const AWS_SDK = `
import { EKSClient, ListPodIdentityAssociationsCommand } from "@aws-sdk/client-eks";
import { fromHttp } from "@aws-sdk/credential-provider-http";
const eks = new EKSClient({ region: "us-west-2", credentials: fromHttp() });
await eks.config.credentials();
${HAS_CREDENTIALS}
await eks.send(new ListPodIdentityAssociationsCommand({ clusterName: "demo" }));
${HAS_ANSWER}
`;

/** A client of aws4fetch, and the call that it signs. */
const AWS4FETCH_CALL = `
import { AwsClient } from "aws4fetch";
const toClient = (body) => new AwsClient({
  accessKeyId: body.AccessKeyId,
  secretAccessKey: body.SecretAccessKey,
  sessionToken: body.Token,
  service: "eks",
  region: "us-west-2",
});
const list = async (client, url) => {
  const response = await client.fetch(url + "/clusters/demo/pod-identity-associations");
  if (!response.ok) throw new Error("the emulator answered " + response.status);
  return response.json();
};`;

/** aws4fetch, which signs requests that the program writes itself; it has no provider of credentials. */
export const AWS4FETCH = `${AWS4FETCH_CALL}
const response = await fetch(process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI);
const client = toClient(await response.json());
${HAS_CREDENTIALS}
await list(client, process.env.AWS_ENDPOINT_URL_EKS);
${HAS_ANSWER}
`;

/** podkey's `connect()`, which finds the container endpoint itself. */
export function podkey(family: Family): string {
  return `
import { connect } from "podkey/${family}";
import { listPodIdentityAssociations } from "podkey/eks";
const aws = connect({ region: "us-west-2" });
await aws.credentials();
${HAS_CREDENTIALS}
await listPodIdentityAssociations(aws.client(), { clusterName: "demo" });
${HAS_ANSWER}
`;
}

/** A Worker that fetches credentials at `/credentials`, and also makes the call at any other path. */
function worker(imports: string, credentials: string, call: string): string {
  return `${imports}
let kept;
export default {
  async fetch(request, env, ctx) {
    kept ??= await ${credentials};
    if (new URL(request.url).pathname !== "/credentials") await ${call};
    return new Response("done");
  },
};`;
}

const FETCH_CREDENTIALS = "fetch(env.AWS_CONTAINER_CREDENTIALS_FULL_URI).then((response) => response.json())";

/** The Workers, by contender. The AWS SDK and aws4fetch have no container provider for Workers, so the request is written out. */
export const WORKERS = {
  floor: worker("", FETCH_CREDENTIALS, "fetch(env.BENCH_FIXED_URL).then((response) => response.json())"),
  podkey: worker(
    `import { connect } from "podkey/cloudflare";
import { listPodIdentityAssociations } from "podkey/eks";
const open = (env, ctx) => connect({ env, ctx, region: "us-west-2", identity: "bench" });`,
    "open(env, ctx).credentials()",
    'listPodIdentityAssociations(open(env, ctx).client(), { clusterName: "demo" })',
  ),
  awsSdk: worker(
    `import { EKSClient, ListPodIdentityAssociationsCommand } from "@aws-sdk/client-eks";
const toCredentials = (body) => ({
  accessKeyId: body.AccessKeyId,
  secretAccessKey: body.SecretAccessKey,
  sessionToken: body.Token,
  expiration: new Date(body.Expiration),
});
const open = (env) => new EKSClient({ region: "us-west-2", endpoint: env.AWS_ENDPOINT_URL_EKS, credentials: kept });`,
    `${FETCH_CREDENTIALS}.then(toCredentials)`,
    'open(env).send(new ListPodIdentityAssociationsCommand({ clusterName: "demo" }))',
  ),
  aws4fetch: worker(
    AWS4FETCH_CALL,
    `${FETCH_CREDENTIALS}.then(toClient)`,
    "list(kept, env.AWS_ENDPOINT_URL_EKS)",
  ),
} as const;
