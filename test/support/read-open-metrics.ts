/** The value of each sample, by its name and labels, for example `http_requests_total{code="200"}`. */
export type Samples = ReadonlyMap<string, number>;

const TYPE = /^# TYPE ([a-z_]+) (counter|gauge|histogram|unknown)$/;
const UNIT = /^# UNIT ([a-z_]+) ([a-z]+)$/;
const HELP = /^# HELP ([a-z_]+) \S.*$/;
const SAMPLE =
  /^([a-z_]+)((?:\{[a-z_]+="(?:[^"\\\n]|\\[\\"n])*"(?:,[a-z_]+="(?:[^"\\\n]|\\[\\"n])*")*\})?) (-?\d+(?:\.\d+)?(?:e[+-]\d+)?|\+Inf|-Inf|NaN)$/;

const SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  counter: ["_total"],
  gauge: [""],
  unknown: [""],
  histogram: ["_bucket", "_sum", "_count"],
};

/** Parses the OpenMetrics text format. Throws if a strict scraper would. */
export function readOpenMetrics(text: string): Samples {
  const lines = text.split("\n");
  if (lines.pop() !== "" || lines.pop() !== "# EOF") throw new Error("does not end with # EOF");
  const samples = new Map<string, number>();
  const families = new Set<string>();
  let name = "";
  let type = "";
  for (const line of lines) {
    const declared = TYPE.exec(line);
    if (declared) {
      [, name = "", type = ""] = declared;
      if (families.has(name)) throw new Error(`${name} is declared twice`);
      families.add(name);
      continue;
    }
    const [, owner, unit] = UNIT.exec(line) ?? HELP.exec(line) ?? [];
    if (owner) {
      const isUnit = unit === undefined || name.endsWith(`_${unit}`);
      if (owner === name && isUnit) continue;
      throw new Error(`${line}: does not belong to ${name}`);
    }
    readSample(line, name, type, samples);
  }
  checkHistograms(samples);
  return samples;
}

function readSample(line: string, name: string, type: string, samples: Map<string, number>): void {
  const [, full = "", labels = "", value = ""] = SAMPLE.exec(line) ?? [];
  const isOfFamily = SUFFIXES[type]?.some((suffix) => full === name + suffix);
  if (!isOfFamily) throw new Error(`${line}: no sample of the ${type} ${name}`);
  if (samples.has(full + labels)) throw new Error(`${line}: comes twice`);
  samples.set(full + labels, Number(value.replace("Inf", "Infinity")));
}

function checkHistograms(samples: Samples): void {
  const last = new Map<string, number>();
  for (const [key, value] of samples) {
    const [, name, bound] = /^([a-z_]+)_bucket\{le="(\d+\.\d+|\+Inf)"\}$/.exec(key) ?? [];
    if (!name || !bound) {
      if (key.includes("_bucket")) throw new Error(`${key}: a bound is a float`);
      continue;
    }
    if (value < (last.get(name) ?? 0)) throw new Error(`${key}: buckets are cumulative`);
    last.set(name, value);
    if (bound === "+Inf" && value !== samples.get(`${name}_count`)) {
      throw new Error(`${name}: the last bucket is not the count`);
    }
  }
}
