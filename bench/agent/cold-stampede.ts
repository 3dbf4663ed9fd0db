import { burst, type SeenSummary, summarizeSeen } from "./burst.ts";
import type { Contender } from "./contenders.ts";
import { startAgent } from "./running-agent.ts";
import type { Upstream } from "./upstream.ts";

/** Many requests at one moment, for few tokens that the agent does not know. */
export interface ColdStampede extends SeenSummary {
  readonly contender: Contender;
  readonly tokens: number;
  /** Calls of EKS Auth. The least is one for each token. */
  readonly exchanges: number;
}

const REQUESTS = 1000;

/** Sends a thousand requests at one moment to an agent that has just started. */
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
