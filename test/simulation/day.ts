import process from "node:process";
import { HOUR_MS } from "../support/time.ts";
import { type DayReport, playDay, type ServiceDay } from "./service-day.ts";

/** Prints what becomes of a service's requests on a bad day: `node test/simulation/day.ts`. */
const LIVES_HOURS = [0.25, 1, 6, 12];

const rows = [];
for (const lifeHours of LIVES_HOURS) {
  for (const requestEveryMs of [1000, 60_000]) {
    for (const isScheduled of [false, true]) {
      rows.push(await row({ lifeMs: lifeHours * HOUR_MS, requestEveryMs, isScheduled, seed: 1 }));
    }
  }
}
process.stdout.write(`${table(rows)}\n`);

function table(lines: readonly Record<string, string | number>[]): string {
  const names = Object.keys(lines[0] ?? {});
  const cells = [names, ...lines.map((line) => names.map((name) => String(line[name])))];
  return cells.map((line) => line.map((cell) => cell.padStart(15)).join(" ")).join("\n");
}

async function row(day: ServiceDay): Promise<Record<string, string | number>> {
  const startedMs = performance.now();
  const report: DayReport = await playDay(day);
  return {
    "life, h": day.lifeMs / HOUR_MS,
    "request every": `${day.requestEveryMs / 1000} s`,
    schedule: day.isScheduled ? "yes" : "no",
    requests: report.requests,
    expired: report.expired,
    "blocked early": report.blockedEarly,
    waited: report.waited,
    refused: report.refused,
    exchanges: report.exchanges,
    minimum: report.minimum,
    failures: report.failures,
    throttled: report.throttled,
    "before the hint": report.tooEarly,
    "played in, ms": Math.round(performance.now() - startedMs),
  };
}
