import { DurableObject } from "cloudflare:workers";

/** A Durable Object. The tests keep records in its storage. */
export class Keeper extends DurableObject {}

// biome-ignore lint/style/noDefaultExport: it is what workerd starts
export default { fetch: () => new Response(null, { status: 404 }) };
