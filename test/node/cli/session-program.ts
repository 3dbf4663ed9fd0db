import { stdout } from "node:process";
import { connect } from "../../../runtimes/node/connect.ts";
import { getCallerIdentity } from "../../../src/sts/caller-identity.ts";

/** README's session program: it reads all settings from the environment, and prints what it was answered. */
const aws = connect();
const { arn } = await getCallerIdentity(aws.client());
const { url } = await aws.presign("https://examplebucket.s3.us-west-2.amazonaws.com/report.pdf", {
  expiresInSeconds: 3600,
});
const presigned = await textOf(await fetch(url));
const dynamodb = await textOf(
  await aws.fetch("https://dynamodb.us-west-2.amazonaws.com/", { method: "POST", body: "{}" }),
);
stdout.write(JSON.stringify({ arn, presigned, dynamodb }));
await aws.close();

async function textOf(response: Response): Promise<string> {
  return `${response.status} ${await response.text()}`;
}
