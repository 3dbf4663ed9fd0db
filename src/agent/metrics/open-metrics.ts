/** A metric with its samples, in the terms of OpenMetrics 1.0. */
export interface MetricFamily {
  /** The name without the suffix of its samples. */
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram" | "unknown";
  readonly help: string;
  /** The unit, in which the name must end. */
  readonly unit?: "seconds";
  readonly samples: readonly MetricSample[];
}

/** One value of a metric. */
export interface MetricSample {
  /** The suffix that the type requires: `_total` for a counter; `_bucket`, `_sum` and `_count` for a histogram. */
  readonly suffix?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The content type of the OpenMetrics text format. */
export const OPEN_METRICS_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/** Writes metrics in the OpenMetrics 1.0 text format. */
export function writeOpenMetrics(families: readonly MetricFamily[]): string {
  return `${families.flatMap(linesOf).join("\n")}\n# EOF\n`;
}

function linesOf({ name, type, help, unit, samples }: MetricFamily): string[] {
  return [
    `# TYPE ${name} ${type}`,
    ...(unit ? [`# UNIT ${name} ${unit}`] : []),
    `# HELP ${name} ${escaped(help)}`,
    ...samples.map(
      ({ suffix = "", labels = {}, value }) => `${name}${suffix}${labelsOf(labels)} ${numberOf(value)}`,
    ),
  ];
}

function labelsOf(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length > 0 ? `{${pairs.join(",")}}` : "";
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
}

function numberOf(value: number): string {
  return value === Infinity ? "+Inf" : String(value);
}

/** Label names with their values. */
export type Labels = Readonly<Record<string, string>>;

/** Counts upwards, separately for each combination of labels. */
export class LabelledCounter {
  readonly #suffix: string;
  readonly #counts = new Map<string, { readonly labels: Labels; value: number }>();

  /** Starts the `known` combinations at 0, so that a monitoring system sees their first increase. */
  constructor(known: readonly Labels[], suffix = "_total") {
    this.#suffix = suffix;
    for (const labels of known) this.add(labels, 0);
  }

  add(labels: Labels, increase = 1): void {
    const key = JSON.stringify(Object.values(labels));
    const count = this.#counts.get(key);
    if (count) count.value += increase;
    else this.#counts.set(key, { labels, value: increase });
  }

  get samples(): MetricSample[] {
    return [...this.#counts.values()].map(({ labels, value }) => ({ suffix: this.#suffix, labels, value }));
  }
}

/** Counts how many values are at or below each bound. */
export class Histogram {
  readonly #bounds: readonly number[];
  readonly #counts: number[];
  #sum = 0;

  constructor(bounds: readonly number[]) {
    this.#bounds = [...bounds, Infinity];
    this.#counts = this.#bounds.map(() => 0);
  }

  observe(value: number): void {
    const index = this.#bounds.findIndex((bound) => value <= bound);
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#sum += value;
  }

  get samples(): MetricSample[] {
    let count = 0;
    const buckets = this.#bounds.map((bound, index): MetricSample => {
      count += this.#counts[index] ?? 0;
      return { suffix: "_bucket", labels: { le: boundOf(bound) }, value: count };
    });
    return [...buckets, { suffix: "_sum", value: this.#sum }, { suffix: "_count", value: count }];
  }
}

/** Formats a bound as OpenMetrics requires, as a float: `1.0`, `+Inf`. */
function boundOf(bound: number): string {
  if (bound === Infinity) return "+Inf";
  return Number.isInteger(bound) ? `${bound}.0` : String(bound);
}
