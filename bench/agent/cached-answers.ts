import type { Contender } from "./contenders.ts";
import { type LoadFigures, load } from "./load.ts";
import { startAgent } from "./running-agent.ts";
import type { Upstream } from "./upstream.ts";
import { warm } from "./warm.ts";

/** Answers from the cache, for one number of tokens. */
export interface CachedAnswers extends LoadFigures {
  readonly contender: Contender;
  readonly tokens: number;
  /** Memory of the agent's process after the load. */
  readonly residentMib: number;
  /** What an answer costs the agent of a processor, in microseconds; unlike the rest it is the same on a busy machine. */
  readonly processorUs: number;
}

const CONNECTIONS = 50;
const WARM_UP_SECONDS = 2;

/** Loads an agent that has the credentials of every token. */
export async function measureCachedAnswers(
  contender: Contender,
  upstream: Upstream,
  tokens: readonly string[],
  seconds: number,
): Promise<CachedAnswers> {
  const agent = await startAgent(contender, upstream);
  try {
    const { port } = agent;
    await warm(port, tokens);
    await load({ port, tokens, seconds: WARM_UP_SECONDS, connections: CONNECTIONS });
    const beforeMs = await agent.processorMs();
    const figures = await load({ port, tokens, seconds, connections: CONNECTIONS });
    const spentUs = ((await agent.processorMs()) - beforeMs) * 1000;
    const processorUs = spentUs / (figures.perSecond * seconds + figures.failed);
    const residentMib = await agent.residentMib();
    return { contender, tokens: tokens.length, ...figures, residentMib, processorUs };
  } finally {
    await agent.stop();
  }
}
