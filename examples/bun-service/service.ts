import { chain, createClient, fromContainer, fromWebToken } from "podkey";
import { bunPorts, serve } from "podkey/bun";
import { getCallerIdentity } from "podkey/sts";

const ports = bunPorts();
const irsa = fromWebToken({ client: createClient({ ports }) });
const client = createClient({ credentials: chain(irsa, fromContainer({ ports })), ports });
const server = await serve(answer, { port: Number(ports.env("PORT") ?? 8080), hostname: "0.0.0.0" });

async function answer(): Promise<Response> {
  const { arn } = await getCallerIdentity(client);
  return Response.json({ arn });
}

process.once("SIGTERM", () => server.close());
console.log(`listening on ${server.url}`);
