import { burst, type SeenSummary, summarizeSeen } from "./burst.ts";
import type { Contender } from "./contenders.ts";
import { startAgent } from "./running-agent.ts";
import type { Trouble, Upstream } from "./upstream.ts";
import { warm } from "./warm.ts";

/** What clients see while EKS Auth has a fault. */
export interface TroubledUpstream {
  readonly contender: Contender;
  readonly trouble: string;
  /** Requests for tokens whose credentials the agent has cached. */
  readonly warm: SeenSummary;
  /** Requests for tokens that are new to the agent. */
  readonly cold: SeenSummary;
  /** Calls of EKS Auth. */
  readonly exchanges: number;
}

/** The faults of EKS Auth, by their names in tables. */
export const TROUBLES: Readonly<Record<string, Trouble>> = {
  "answers after 2 s": { kind: "latency", latencyMs: 2000 },
  "says 429, Retry-After 1 s": { kind: "throttle", retryAfterSeconds: 1 },
  "drops connections": { kind: "drop" },
};

const REQUESTS_PER_TOKEN = 10;

/** Lets an agent cache half of the tokens, injects a fault into EKS Auth, and then requests all tokens at once. */
export async function measureTroubledUpstream(
  contender: Contender,
  upstream: Upstream,
  tokens: readonly string[],
  trouble: string,
): Promise<TroubledUpstream> {
  const fault = TROUBLES[trouble];
  if (!fault) throw new Error(`no such trouble: ${trouble}`);
  const agent = await startAgent(contender, upstream);
  try {
    const half = Math.floor(tokens.length / 2);
    await warm(agent.port, tokens.slice(0, half));
    await upstream.trouble(fault);
    await upstream.takeExchanges();
    const [warmSeen, coldSeen] = await Promise.all([
      burst(agent.port, repeated(tokens.slice(0, half))),
      burst(agent.port, repeated(tokens.slice(half))),
    ]);
    const seen = { warm: summarizeSeen(warmSeen), cold: summarizeSeen(coldSeen) };
    return { contender, trouble, ...seen, exchanges: await upstream.takeExchanges() };
  } finally {
    await upstream.heal();
    await agent.stop();
  }
}

function repeated(tokens: readonly string[]): string[] {
  return Array.from({ length: REQUESTS_PER_TOKEN }, () => tokens).flat();
}
