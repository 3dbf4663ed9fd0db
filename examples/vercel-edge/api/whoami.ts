import { createClient, fromWebToken } from "podkey";
import { getCallerIdentity } from "podkey/sts";

export const config = { runtime: "edge" };

export default async function handler(request: Request): Promise<Response> {
  const token = request.headers.get("x-vercel-oidc-token");
  if (!token) return new Response("OIDC federation is off in the project's settings", { status: 401 });
  const ports = { env: (name: string) => process.env[name] };
  const credentials = fromWebToken({ token, ports });
  const { arn } = await getCallerIdentity(createClient({ credentials, ports }));
  return Response.json({ arn });
}
