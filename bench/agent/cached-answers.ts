import type { Contender } from "./contenders.ts";
import { type LoadFigures, load } from "./load.ts";
import { startAgent } from "./running-agent.ts";
import type { Upstream } from "./upstream.ts";
import { warm } from "./warm.ts";

/** The speed of answers from an agent's cache, for one number of tokens. */
export interface CachedAnswers extends LoadFigures {
  readonly contender: Contender;
  readonly tokens: number;
  /** Resident memory of the agent's process after the load, in MiB. */
  readonly residentMib: number;
  /** Processor time of one answer, in microseconds. Other work on the machine changes it little. */
  readonly processorUs: number;
}

const CONNECTIONS = 50;
const WARM_UP_SECONDS = 2;

/** Starts an agent, lets it cache the credentials of every token, and measures it under load. */
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
