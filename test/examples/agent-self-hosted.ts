import { decodeJwt } from "jose";
import { fromContainer } from "../../src/credentials/providers/container/from-container.ts";
import { createClient } from "../../src/http/client.ts";
import { getCallerIdentity } from "../../src/sts/caller-identity.ts";
import { ROOT } from "../../tools/manifest.ts";
import type { Example } from "./example.ts";
import { whileServed } from "./served-example.ts";
import type { AwsSurroundings } from "./surroundings.ts";

/** The agent for clusters outside EKS. Pods with a role, with a forged token, and without a role ask it. */
export const SELF_HOSTED_AGENT: Example = {
  name: "agent",
  runtime: "Node, self-hosted",
  answer: {
    arn: "arn:aws:sts::111122223333:assumed-role/checkout/",
    forged: "400 InvalidTokenException",
    ofAnotherAudience: "400 InvalidTokenException",
    withoutRole: "404 ResourceNotFoundException",
  },
  run: async (folder, aws) => {
    const command = [`${ROOT}/node_modules/.bin/node`, "self-hosted.ts"];
    const settings = {
      AWS_REGION: "us-west-2",
      AWS_ENDPOINT_URL: aws.emulator.url,
      ISSUER: decodeJwt(aws.webToken).iss ?? "",
      PROBE_PORT: "0",
    };
    return whileServed(command, folder, settings, (url) => askAsPods(`${url}/v1/credentials`, aws));
  },
};

async function askAsPods(url: string, aws: AwsSurroundings): Promise<Record<string, string>> {
  const { emulator, webToken, podToken, otherWebToken } = aws;
  const [header = "", claims = ""] = webToken.split(".");
  const [, , signatureOfOther = ""] = otherWebToken.split(".");
  const env = (name: string): string | undefined =>
    ({ AWS_CONTAINER_CREDENTIALS_FULL_URI: url, AWS_CONTAINER_AUTHORIZATION_TOKEN: webToken })[name];
  const credentials = fromContainer({ ports: { env } });
  const client = createClient({ region: "us-west-2", endpoint: emulator.url, credentials });
  const { arn } = await getCallerIdentity(client);
  return {
    arn,
    forged: await refusalOf(url, [header, claims, signatureOfOther].join(".")),
    ofAnotherAudience: await refusalOf(url, podToken),
    withoutRole: await refusalOf(url, otherWebToken),
  };
}

async function refusalOf(url: string, token: string): Promise<string> {
  const response = await fetch(url, { headers: { authorization: token } });
  const [, code] = /\((\w+)\)/.exec(await response.text()) ?? [];
  return `${response.status} ${code}`;
}
