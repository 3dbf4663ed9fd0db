import { parse, View } from "vega";
import { type Config, compile, type TopLevelSpec } from "vega-lite";
import { type Kind, type ResultGroup, type ResultRow, readable } from "../framework/figures.ts";

type Section = Extract<TopLevelSpec, { vconcat: unknown }>["vconcat"][number];

/** Colors on a light page, and what replaces them on a dark one. */
const LIGHT = {
  page: "#ffffff",
  text: "#24322b",
  faint: "#66756d",
  grid: "#d9e0dc",
  podkey: "#2f9e63",
  peer: "#8aa0b4",
  floor: "#d8c48a",
  spread: "#1c2a23",
};
const DARK: typeof LIGHT = {
  page: "#0f1713",
  text: "#e2ebe6",
  faint: "#94a69c",
  grid: "#2b3932",
  podkey: "#3fbf7c",
  peer: "#6d8296",
  floor: "#8f7f4c",
  spread: "#f2f7f4",
};

const LEGEND: Readonly<Record<Kind, string>> = {
  podkey: "podkey",
  peer: "others that do the same work",
  floor: "what cannot be left out, alone",
};

/** The scale of a horizontal axis, and the figure at which its bars begin. */
interface Axis {
  readonly type: "linear" | "log";
  readonly domainMin: number;
  /** The figures at which the axis has a line. Default: about five. */
  readonly ticks?: number[];
}

/** Figures of the layout; those in labels have at most four digits after the point. */
const LONG_FRACTION = /\d+\.\d{5,}/g;
/** Roles of single marks, which name Vega's scene graph. The table under the chart says all of it. */
const ROLES = / (role|aria-[a-z]+)="[^"]*"/g;
const FONT_SIZE = 12;
const BAR_WIDTH = 430;
const BAR_HEIGHT = 12;
const ROW_HEIGHT = 19;
const LABEL_WIDTH = 300;
/** From this factor between the largest and the smallest figure, small bars would vanish on a linear axis. */
const LOGARITHMIC_FROM = 100;

const LABELS = {
  domain: false,
  ticks: false,
  labelPadding: 8,
  minExtent: LABEL_WIDTH,
  maxExtent: LABEL_WIDTH,
} as const;
const COLOR = {
  field: "kind",
  type: "nominal",
  scale: { domain: Object.keys(LEGEND), range: [LIGHT.podkey, LIGHT.peer, LIGHT.floor] },
  legend: { orient: "bottom", title: null, labelExpr: `${JSON.stringify(LEGEND)}[datum.value]` },
} as const;
const CONFIG: Config = {
  aria: false,
  font: "system-ui, sans-serif",
  view: { stroke: null },
  title: {
    color: LIGHT.faint,
    fontSize: FONT_SIZE,
    fontWeight: "normal",
    dx: -LABEL_WIDTH,
    anchor: "start",
    frame: "group",
  },
  axis: { labelColor: LIGHT.text, labelFontSize: FONT_SIZE, labelLimit: 0, gridColor: LIGHT.grid },
  legend: { labelColor: LIGHT.faint, labelFontSize: FONT_SIZE, labelLimit: 0, symbolType: "square" },
};

/** Draws SVG: for each row a bar to its median and a line over its spread. Groups of one unit share an axis. */
export async function drawChart(title: string, groups: readonly ResultGroup[]): Promise<string> {
  const byUnit = Map.groupBy(groups, ({ unit, better }) => `${unit}, ${better} is better`);
  const spec: TopLevelSpec = {
    background: LIGHT.page,
    padding: 12,
    vconcat: [...byUnit].map(([caption, members]) => drawUnit(caption, members)),
    spacing: 30,
    resolve: { scale: { x: "independent" } },
    config: CONFIG,
  };
  const view = new View(parse(compile(spec).spec), { renderer: "none" });
  const svg = (await view.toSVG())
    .replaceAll(LONG_FRACTION, (figure) => Number(figure).toFixed(1))
    .replaceAll(ROLES, "");
  const [open = "", ...rest] = svg.split(/(?<=<svg[^>]*>)/);
  return `${open}<title>${title}</title><style>${darkStyle()}</style>${rest.join("")}\n`;
}

function drawUnit(caption: string, groups: readonly ResultGroup[]): Section {
  const axis = axisFor(groups.flatMap(({ rows }) => rows));
  return {
    title: axis.type === "log" ? `${caption}, logarithmic` : caption,
    vconcat: groups.map((group, index) => drawGroup(group, axis, index === 0)),
    spacing: 8,
    resolve: { scale: { x: "shared" } },
  };
}

/** A logarithmic axis begins at a power of ten, because it has no zero. */
function axisFor(rows: readonly ResultRow[]): Axis {
  const most = Math.max(...rows.map(({ high }) => high));
  const least = Math.min(...rows.map(({ low }) => low).filter((value) => value > 0));
  if (most / least < LOGARITHMIC_FROM) return { type: "linear", domainMin: 0 };
  const [first, last] = [Math.floor(Math.log10(least)), Math.floor(Math.log10(most))];
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index));
  return { type: "log", domainMin: 10 ** first, ticks };
}

function drawGroup(
  { name, rows }: ResultGroup,
  { type, domainMin, ticks }: Axis,
  hasLabels: boolean,
): Section {
  const drawable = (value: number): number => Math.max(value, domainMin);
  const values = rows.map(({ contender, kind, median, low, high }) => {
    const bounds = { median: drawable(median), low: drawable(low), high: drawable(high) };
    return { contender, kind, label: readable(median), end: Math.max(median, high, domainMin), ...bounds };
  });
  const lines = ticks ? { values: ticks } : { tickCount: 5 };
  const axis = { domain: false, ticks: false, orient: "top", labels: hasLabels, ...lines } as const;
  return {
    title: { text: name, fontWeight: "bold", color: LIGHT.text, offset: 4, dx: -LABEL_WIDTH },
    data: { values },
    width: BAR_WIDTH,
    height: { step: ROW_HEIGHT },
    encoding: {
      y: { field: "contender", type: "nominal", sort: null, title: null, axis: LABELS },
      x: { type: "quantitative", scale: { type, domainMin }, title: null, axis },
    },
    layer: [
      {
        mark: { type: "bar", height: BAR_HEIGHT },
        encoding: { x: { field: "median" }, x2: { datum: domainMin }, color: COLOR },
      },
      {
        data: { values: values.filter(({ low, high }) => high > low) },
        mark: { type: "errorbar", ticks: { size: 6 }, color: LIGHT.spread },
        encoding: { x: { field: "low", type: "quantitative" }, x2: { field: "high" } },
      },
      {
        mark: { type: "text", align: "left", dx: 6, color: LIGHT.faint, fontSize: FONT_SIZE },
        encoding: { x: { field: "end" }, text: { field: "label" } },
      },
    ],
  };
}

/** Vega writes colors as attributes, which the rules of a style sheet override. */
function darkStyle(): string {
  const rules = Object.entries(DARK).flatMap(([name, dark]) => {
    const light = LIGHT[name as keyof typeof LIGHT];
    return [`[fill="${light}"]{fill:${dark}}`, `[stroke="${light}"]{stroke:${dark}}`];
  });
  return `@media (prefers-color-scheme:dark){${rules.join("")}}`;
}
