/** A metric with all its samples, as OpenMetrics 1.0 has them. */
export interface MetricFamily {
  /** Without the suffix of its samples. */
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram" | "unknown";
  readonly help: string;
  /** The name ends in it. */
  readonly unit?: "seconds";
  readonly samples: readonly MetricSample[];
}

/** One value of a metric. */
export interface MetricSample {
  /** What the type asks for: `_total` for a counter, `_bucket`, `_sum` and `_count` for a histogram. */
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
  if (value === Infinity) return "+Inf";
  return value === -Infinity ? "-Inf" : String(value);
}

/** A label's name and value, and those of the labels beside it. */
export type Labels = Readonly<Record<string, string>>;

/** A number that only grows, for each combination of labels. */
export class LabelledCounter {
  readonly #suffix: string;
  readonly #counts = new Map<string, { readonly labels: Labels; value: number }>();

  /** Those that are `known` beforehand begin with 0, so that their first increase shows. */
  constructor(known: readonly Labels[], suffix = "_total") {
    this.#suffix = suffix;
    for (const labels of known) this.add(labels, 0);
  }

  add(labels: Labels, increase = 1): void {
    const key = Object.values(labels).join(" ");
    const count = this.#counts.get(key);
    if (count) count.value += increase;
    else this.#counts.set(key, { labels, value: increase });
  }

  get samples(): MetricSample[] {
    return [...this.#counts.values()].map(({ labels, value }) => ({ suffix: this.#suffix, labels, value }));
  }
}

/** How often values fell below each bound. */
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

/** OpenMetrics writes a bound as a float: `1.0`, `+Inf`. */
function boundOf(bound: number): string {
  if (bound === Infinity) return "+Inf";
  return Number.isInteger(bound) ? `${bound}.0` : String(bound);
}
