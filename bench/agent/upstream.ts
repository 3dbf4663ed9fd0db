import { startCompanion } from "../framework/processes.ts";

/** A fault of EKS Auth, which lasts until `heal`. */
export type Trouble =
  | { readonly kind: "latency"; readonly latencyMs: number }
  | { readonly kind: "throttle"; readonly retryAfterSeconds: number }
  | { readonly kind: "drop" };

/** The emulator's EKS Auth, in another process. */
export interface Upstream {
  readonly url: string;
  readonly clusterName: string;
  /** Environment variables of the agent: its region and keys. */
  readonly environment: Readonly<Record<string, string>>;
  /** Issues tokens, each for another service account with an association. */
  readonly issueTokens: (count: number) => Promise<readonly string[]>;
  /** Returns how many exchanges were requested since the last call. */
  readonly takeExchanges: () => Promise<number>;
  /** Injects a fault. */
  readonly trouble: (trouble: Trouble) => Promise<void>;
  /** Ends every fault. */
  readonly heal: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

type Ready = Pick<Upstream, "url" | "clusterName" | "environment">;

/** Starts EKS Auth in another process. */
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
