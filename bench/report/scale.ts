/** Where a value lies on an axis, from 0 to 1, and which values are written at it. */
export interface Scale {
  readonly isLogarithmic: boolean;
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

/** From this factor between the largest and the smallest on, small bars would vanish on a linear axis. */
const LOGARITHMIC_FROM = 100;
const LINEAR_TICKS = 5;
const ROUND_STEPS = [1, 2, 5, 10];

/** The axis for some values, none of them negative. Zero has no place on a logarithmic one, and lies at its start. */
export function scaleFor(values: readonly number[]): Scale {
  const positive = values.filter((value) => value > 0);
  const least = Math.min(...positive);
  const most = Math.max(...positive);
  return most / least >= LOGARITHMIC_FROM ? logarithmic(least, most) : linear(Math.max(most, 0) || 1);
}

function linear(most: number): Scale {
  const rough = most / LINEAR_TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (ROUND_STEPS.find((candidate) => candidate * power >= rough) ?? 1);
  const end = Math.ceil(most / step) * step;
  const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, index) => index * step);
  return { isLogarithmic: false, at: (value) => value / end, ticks };
}

function logarithmic(least: number, most: number): Scale {
  const first = Math.floor(Math.log10(least));
  const last = Math.log10(most);
  const ticks = Array.from({ length: Math.floor(last) - first + 1 }, (_, index) => 10 ** (first + index));
  const at = (value: number): number => {
    return value <= 0 ? 0 : Math.max(0, (Math.log10(value) - first) / (last - first));
  };
  return { isLogarithmic: true, at, ticks };
}
