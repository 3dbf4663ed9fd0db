import type { Source } from "./sources.ts";

/** The files that may read the wall clock, by what they need it for. All else measures time with `monotonic`. */
const READERS = {
  "the port itself": ["src/ports.ts"],
  "signatures, and the times in AWS's responses": [
    "src/credentials/session/deliver.ts",
    "src/credentials/session/presign-request.ts",
    "src/http/attempt.ts",
    "src/http/sign-attempt.ts",
    "src/credentials/providers/container/from-container.ts",
    "src/credentials/providers/instance/from-instance-metadata.ts",
    "src/credentials/providers/instance/identity.ts",
    "src/credentials/providers/instance/metadata-client.ts",
  ],
  "the expiration of credentials": [
    "src/agent/identities/pod-credentials.ts",
    "src/agent/upstream/eks-auth.ts",
    "src/aws/credentials.ts",
    "src/credentials/providers/from-env.ts",
    "src/credentials/providers/from-static.ts",
    "src/credentials/refresh/answer-caller.ts",
    "src/credentials/refresh/background-renewal.ts",
    "src/credentials/refresh/renewal.ts",
    "src/credentials/refresh/retry-plan.ts",
    "src/credentials/refresh/schedule.ts",
    "src/credentials/refresh/state.ts",
    "src/http/client.ts",
  ],
  "the expiration of tokens": ["src/agent/tokens/admission.ts", "src/agent/tokens/token-verifier.ts"],
  "the times in records, which processes compare": [
    "src/credentials/refresh/fetch-credentials.ts",
    "src/credentials/sharing/guarded-store.ts",
    "src/credentials/sharing/shared-exchange.ts",
    "src/credentials/sharing/shared-identity.ts",
    "src/stores/memory.ts",
    "src/stores/redis.ts",
    "src/stores/sealed/sealed.ts",
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

const ALLOWED: ReadonlySet<string> = new Set(Object.values(READERS).flat());

/** The port by its name: `ports.now`, `now()`, `{ now }`. Not `nowMs`, and not in a comment. */
const PORT = /^(?!\s*(?:\*|\/\/|\/\*)).*\bnow\b(?!:\s*\()/;

/** A duration or a deadline that is taken from the wall clock. What remains until an expiration is none. */
const DURATION =
  /(?:started|elapsed|duration|deadline(?:At)?|cooldown|backoff|patience|pause|until)(?:Ms)? = (?!.*expires)[^;]*\bnow\(\)/i;

/** The wall clock may step, so only the listed files read it, and none of them measures a duration with it. */
export function checkWallClock(sources: readonly Source[]): string[] {
  const own = sources.filter(({ path }) => path.startsWith("src/") && !path.startsWith("src/emulator/"));
  const readers = new Set(own.filter(({ text }) => text.split("\n").some(isRead)).map(({ path }) => path));
  return [
    ...own.flatMap(checkSource),
    ...[...ALLOWED]
      .filter((path) => !readers.has(path))
      .map((path) => `tools/shape/wall-clock.ts: lists ${path}, which does not read the wall clock`),
  ];
}

function checkSource({ path, text }: Source): string[] {
  return text.split("\n").flatMap((line, index) => {
    const at = `${path}:${index + 1}`;
    if (DURATION.test(line)) return [`${at}: measures a duration with \`now\`; use \`monotonic\``];
    if (ALLOWED.has(path) || !isRead(line)) return [];
    return [`${at}: reads the wall clock; use \`monotonic\`, or list the file in tools/shape/wall-clock.ts`];
  });
}

function isRead(line: string): boolean {
  return PORT.test(line);
}
