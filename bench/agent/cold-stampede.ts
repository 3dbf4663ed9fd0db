import { burst, type SeenSummary, summarizeSeen } from "./burst.ts";
import type { Contender } from "./contenders.ts";
import { startAgent } from "./running-agent.ts";
import type { Upstream } from "./upstream.ts";

/** Many requests at one moment, for few tokens whose credentials the agent does not have. */
export interface ColdStampede extends SeenSummary {
  readonly contender: Contender;
  readonly tokens: number;
  /** Calls of EKS Auth; as many as there are tokens at least. */
  readonly exchanges: number;
}

const REQUESTS = 1000;

/** Lets a thousand requests loose on an agent that has just started. */
export async function measureColdStampede(
  contender: Contender,
  upstream: Upstream,
  tokens: readonly string[],
): Promise<ColdStampede> {
  const agent = await startAgent(contender, upstream);
  try {
    await upstream.takeExchanges();
    const asked = Array.from({ length: REQUESTS }, (_, index) => tokens[index % tokens.length] ?? "");
    const seen = summarizeSeen(await burst(agent.port, asked));
    return { contender, tokens: tokens.length, ...seen, exchanges: await upstream.takeExchanges() };
  } finally {
    await agent.stop();
  }
}
