import { connect, serve } from "podkey/bun";
import { getCallerIdentity } from "podkey/sts";

const aws = connect();
const server = await serve(answer, { port: Number(process.env["PORT"] ?? 8080), hostname: "0.0.0.0" });

async function answer(): Promise<Response> {
  const { arn } = await getCallerIdentity(aws);
  return Response.json({ arn });
}

process.once("SIGTERM", () => server.close());
console.log(`listening on ${server.url}`);
