import { agent } from "./agent/bench.ts";
import { coldStart } from "./cold-start/bench.ts";
import { exchanges } from "./exchanges/bench.ts";
import type { Bench } from "./framework/bench.ts";
import { fresh } from "./fresh/bench.ts";
import { growth } from "./growth/bench.ts";
import { install } from "./install/bench.ts";
import { operations } from "./operations/bench.ts";
import { parse } from "./parse/bench.ts";
import { signing } from "./signing/bench.ts";
import { size } from "./size/bench.ts";
import { stores } from "./stores/bench.ts";

/** Every bench, in the order of the page. */
export const BENCHES: readonly Bench[] = [
  size,
  install,
  coldStart,
  signing,
  fresh,
  exchanges,
  parse,
  operations,
  agent,
  stores,
  growth,
];
