import { startCompanion } from "../framework/processes.ts";

/** What goes wrong with EKS Auth, from an order until `heal`. */
export type Trouble =
  | { readonly kind: "latency"; readonly latencyMs: number }
  | { readonly kind: "throttle"; readonly retryAfterSeconds: number }
  | { readonly kind: "drop" };

/** The emulator's EKS Auth, in a process of its own. */
export interface Upstream {
  readonly url: string;
  readonly clusterName: string;
  /** Region and keys of the agent's own. */
  readonly environment: Readonly<Record<string, string>>;
  /** Issues tokens, each of a pod with a service account and an association of its own. */
  readonly issueTokens: (count: number) => Promise<readonly string[]>;
  /** How many exchanges were asked for since the last time. */
  readonly takeExchanges: () => Promise<number>;
  readonly trouble: (trouble: Trouble) => Promise<void>;
  readonly heal: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

type Ready = Pick<Upstream, "url" | "clusterName" | "environment">;

/** Starts an upstream. */
export async function startUpstream(): Promise<Upstream> {
  const { ready, stop } = await startCompanion<Ready>("bench/agent/upstream-server.ts");
  const direct = async (order: string, argument: unknown = null): Promise<unknown> => {
    const response = await fetch(`${ready.url}/bench/${order}`, {
      method: "POST",
      body: JSON.stringify(argument),
    });
    if (!response.ok) throw new Error(`the upstream answered ${response.status} to ${order}`);
    const text = await response.text();
    return text === "" ? undefined : JSON.parse(text);
  };
  return {
    ...ready,
    issueTokens: async (count) => (await direct("tokens", count)) as readonly string[],
    takeExchanges: async () => (await direct("take-exchanges")) as number,
    trouble: async (trouble) =>
      void (await direct("fault", { operation: "AssumeRoleForPodIdentity", ...trouble })),
    heal: async () => void (await direct("heal")),
    stop,
  };
}
