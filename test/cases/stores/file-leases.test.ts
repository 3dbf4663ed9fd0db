import { expect, test } from "vitest";
import type { FileSystem } from "../../../runtimes/shared/file-store/file-system.ts";
import { takeLease } from "../../../runtimes/shared/file-store/leases.ts";
import { NOW_MS } from "../../support/aws-examples.ts";
import { seededChance } from "../../support/chance.ts";
import { memoryFileSystem } from "../../support/memory-file-system.ts";
import { turnsBy } from "../../support/turns.ts";

const ORDERS = 400;
const CONTENDERS = 4;
const TRIES = 6;
const TTL_MS = 10;
/** Enough to work for longer than the lease lives, so that some give it back late. */
const MAX_WORK_STEPS = 12;

/** The time between taking a lease and its end or release. */
interface Tenure {
  readonly untilMs: number;
}

test(`a lease in files has one holder at most, in ${ORDERS} orders of ${CONTENDERS} contenders' steps`, async () => {
  let taken = 0;
  for (let seed = 0; seed < ORDERS; seed += 1) taken += await contendInOrder(seed);
  expect(taken).toBeGreaterThan(2 * ORDERS);
});

/** Plays one order of steps, in which time passes too. Answers how often the lease was taken. */
async function contendInOrder(seed: number): Promise<number> {
  const chance = seededChance(seed);
  let nowMs = NOW_MS;
  let taken = 0;
  const tenures = new Set<Tenure>();
  const { turn, run } = turnsBy(chance, () => {
    nowMs += chance() < 0.3 ? 1 : 0;
  });
  const files = memoryFileSystem(turn);
  const contend = async (contender: number): Promise<void> => {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const untilMs = nowMs + TTL_MS;
      const release = await takeLease(
        files,
        request(contender, () => nowMs),
      );
      if (!release) continue;
      taken += 1;
      const tenure = { untilMs };
      tenures.add(tenure);
      const holders = [...tenures].filter(({ untilMs: endMs }) => nowMs < endMs);
      expect(holders.length, `seed ${seed}`).toBeLessThanOrEqual(1);
      if (chance() < 0.2) continue;
      for (let step = chance() * MAX_WORK_STEPS; step > 0; step -= 1) await turn();
      tenures.delete(tenure);
      await release();
    }
  };
  await run(Array.from({ length: CONTENDERS }, (_, contender) => contend(contender)));
  return taken;
}

function request(contender: number, now: () => number): Parameters<typeof takeLease>[1] {
  return { folder: "leases", owner: `contender ${contender}`, ttlMs: TTL_MS, now, temporaryPath };
}

let paths = 0;

function temporaryPath(): string {
  paths += 1;
  return `leases/${paths}.tmp`;
}

test("who was held up between a look at a lease and taking it does not get it from two who came after", async () => {
  const files = memoryFileSystem(async () => undefined);
  const takeAndGiveBack = async (): Promise<void> => {
    const release = await takeLease(
      files,
      request(0, () => NOW_MS),
    );
    await release?.();
  };
  await takeAndGiveBack();
  let isHeldUp = false;
  const heldUp: FileSystem = {
    ...files,
    async link(from, to) {
      if (!isHeldUp) {
        isHeldUp = true;
        for (let time = 0; time < 3; time += 1) await takeAndGiveBack();
        expect(
          await takeLease(
            files,
            request(1, () => NOW_MS),
          ),
        ).toBeDefined();
      }
      return files.link(from, to);
    },
  };
  expect(
    await takeLease(
      heldUp,
      request(2, () => NOW_MS),
    ),
  ).toBeUndefined();
  expect(
    await takeLease(
      files,
      request(3, () => NOW_MS),
    ),
  ).toBeUndefined();
  expect((await files.list("leases")).filter((name) => name.endsWith(".tmp"))).toEqual([]);
});

test("who was held up for longer than the lease lives does not get it", async () => {
  let nowMs = NOW_MS;
  const files = memoryFileSystem(async () => undefined);
  const slow: FileSystem = {
    ...files,
    link(from, to) {
      nowMs += TTL_MS;
      return files.link(from, to);
    },
  };
  expect(
    await takeLease(
      slow,
      request(1, () => nowMs),
    ),
  ).toBeUndefined();
  expect(
    await takeLease(
      files,
      request(2, () => nowMs),
    ),
  ).toBeDefined();
});

test("a lease whose file is gone when it is read is not taken, because another process has a later one", async () => {
  const files = memoryFileSystem(async () => undefined);
  await (await takenBy(files, 0))?.();
  const swept: FileSystem = {
    ...files,
    async read(path) {
      await files.removeFile(path);
      await takenBy(files, 1);
      return files.read(path);
    },
  };

  expect(await takenBy(swept, 2)).toBeUndefined();
});

test("a lease is given although the newest file is no lease", async () => {
  const files = memoryFileSystem(async () => undefined);
  await files.write("leases/0000000000000007.lease", "foreign", { flush: false });

  expect(await takenBy(files, 0)).toBeDefined();
});

test("a lease is neither taken nor released on the disk, because it ends by itself after a crash", async () => {
  const flushes: boolean[] = [];
  const memory = memoryFileSystem(async () => undefined);
  const noting: FileSystem = {
    ...memory,
    write(path, text, options) {
      flushes.push(options.flush);
      return memory.write(path, text, options);
    },
  };
  await (await takenBy(noting, 0))?.();

  expect(flushes).toEqual([false, false]);
});

test("a lease that was removed in the meantime is not made again by its release", async () => {
  const files = memoryFileSystem(async () => undefined);
  const release = await takenBy(files, 0);
  const [name = ""] = await files.list("leases");
  await files.removeFile(`leases/${name}`);
  await release?.();

  expect(await files.list("leases")).toEqual([]);
});

/** Takes the lease at the time at which all tests begin. */
function takenBy(files: FileSystem, contender: number): ReturnType<typeof takeLease> {
  return takeLease(
    files,
    request(contender, () => NOW_MS),
  );
}
