import { type CachedAnswers, measureCachedAnswers } from "./cached-answers.ts";
import { type ColdStampede, measureColdStampede } from "./cold-stampede.ts";
import { type Contender, contenders } from "./contenders.ts";
import { measureTroubledUpstream, TROUBLES, type TroubledUpstream } from "./troubled-upstream.ts";
import { startUpstream } from "./upstream.ts";

/** How much to measure. */
export interface AgentEffort {
  /** Duration of one load, in seconds. */
  readonly seconds: number;
  /** How often each contender is loaded with each number of tokens. */
  readonly rounds: number;
  /** The agents to measure. Default: all of them. */
  readonly among?: readonly Contender[];
}

/** Everything that was measured of the agents in one run. */
export interface AgentFigures {
  readonly cached: readonly CachedAnswers[];
  readonly stampedes: readonly ColdStampede[];
  readonly troubled: readonly TroubledUpstream[];
}

const TOKEN_COUNTS = [1, 100, 2000];
const STAMPEDE_TOKENS = 10;
const TROUBLED_TOKENS = 20;

/** Measures the agents by turns, against one emulator. */
export async function measureAgents(effort: AgentEffort): Promise<AgentFigures> {
  const { seconds, rounds, among = contenders() } = effort;
  const upstream = await startUpstream();
  try {
    const tokens = await upstream.issueTokens(Math.max(...TOKEN_COUNTS));
    const cached: CachedAnswers[] = [];
    const stampedes: ColdStampede[] = [];
    const troubled: TroubledUpstream[] = [];
    for (let round = 0; round < rounds; round += 1) {
      for (const count of TOKEN_COUNTS) {
        for (const contender of among) {
          cached.push(await measureCachedAnswers(contender, upstream, tokens.slice(0, count), seconds));
        }
      }
    }
    for (const contender of among) {
      stampedes.push(await measureColdStampede(contender, upstream, tokens.slice(0, STAMPEDE_TOKENS)));
      for (const trouble of Object.keys(TROUBLES)) {
        const some = tokens.slice(0, TROUBLED_TOKENS);
        troubled.push(await measureTroubledUpstream(contender, upstream, some, trouble));
      }
    }
    return { cached, stampedes, troubled };
  } finally {
    await upstream.stop();
  }
}
