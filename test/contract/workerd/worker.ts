import { DurableObject } from "cloudflare:workers";

/** A Durable Object in whose storage the tests keep records. */
export class Keeper extends DurableObject {}

// biome-ignore lint/style/noDefaultExport: it is what workerd starts
export default { fetch: () => new Response(null, { status: 404 }) };
