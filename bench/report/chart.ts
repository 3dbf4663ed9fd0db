import type { ResultGroup, ResultRow } from "../framework/figures.ts";
import { readable } from "../framework/numbers.ts";
import { type Scale, scaleFor } from "./scale.ts";

const WIDTH = 860;
const LABEL_END = 300;
const BAR_START = 310;
const BAR_WIDTH = 430;
const ROW_HEIGHT = 19;
const BAR_HEIGHT = 12;
const TITLE_HEIGHT = 24;
const AXIS_HEIGHT = 34;
const SECTION_GAP = 14;
const PADDING = 12;

/** Legible on a light page and on a dark one. */
const STYLE = `
  .page { fill: #ffffff } text { fill: #24322b } .faint { fill: #66756d } .grid { stroke: #d9e0dc }
  .podkey { fill: #2f9e63 } .peer { fill: #8aa0b4 } .floor { fill: #d8c48a } .whisker { stroke: #1c2a23 }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0f1713 } text { fill: #e2ebe6 } .faint { fill: #94a69c } .grid { stroke: #2b3932 }
    .podkey { fill: #3fbf7c } .peer { fill: #6d8296 } .floor { fill: #8f7f4c } .whisker { stroke: #f2f7f4 }
  }`;

/** A plot as SVG: a bar to the median of each row, and a whisker over its spread. Units have an axis each. */
export function drawChart(title: string, groups: readonly ResultGroup[]): string {
  const sections = [...Map.groupBy(groups, ({ unit, better }) => `${unit}, ${better} is better`)];
  const parts: string[] = [];
  let top = PADDING;
  for (const [caption, members] of sections) {
    const drawn = drawSection(caption, members, top);
    parts.push(drawn.svg);
    top = drawn.bottom + SECTION_GAP;
  }
  const name = escaped(title);
  const { svg: legend, bottom } = drawLegend(top);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-label="${name}">
<title>${name}</title>
<style>${STYLE}
</style>
<rect class="page" width="${WIDTH}" height="${bottom}"/>
${parts.join("\n")}
${legend}
</svg>
`;
}

interface Drawn {
  readonly svg: string;
  readonly bottom: number;
}

function drawSection(caption: string, groups: readonly ResultGroup[], top: number): Drawn {
  const rows = groups.flatMap((group) => group.rows);
  const scale = scaleFor(rows.flatMap(({ median, high, low }) => [median, low, high]));
  const parts: string[] = [];
  let y = top + AXIS_HEIGHT;
  for (const { name, rows: members } of groups) {
    y += TITLE_HEIGHT;
    parts.push(text(PADDING, y - 7, name, 'font-weight="600"'));
    for (const row of members) {
      parts.push(drawRow(row, scale, y));
      y += ROW_HEIGHT;
    }
  }
  const axis = drawAxis(`${caption}${scale.isLogarithmic ? ", logarithmic" : ""}`, scale, top, y);
  return { svg: [axis, ...parts].join("\n"), bottom: y };
}

function drawAxis(caption: string, { ticks, at }: Scale, top: number, bottom: number): string {
  const lines = ticks.map((tick) => {
    const x = round(BAR_START + at(tick) * BAR_WIDTH);
    return `<line class="grid" x1="${x}" y1="${top + AXIS_HEIGHT - 6}" x2="${x}" y2="${bottom}"/>${text(x, top + AXIS_HEIGHT - 10, readable(tick), 'text-anchor="middle" class="faint" font-size="11"')}`;
  });
  return [text(PADDING, top + 12, caption, 'class="faint"'), ...lines].join("\n");
}

function drawRow({ contender, kind, median, low, high }: ResultRow, { at }: Scale, top: number): string {
  const x = (value: number): number => round(BAR_START + at(value) * BAR_WIDTH);
  const middle = top + ROW_HEIGHT / 2;
  const textEnd = Math.max(x(median), x(high)) + 6;
  const bar = `<rect class="${kind}" x="${BAR_START}" y="${middle - BAR_HEIGHT / 2}" width="${round(x(median) - BAR_START)}" height="${BAR_HEIGHT}" rx="2"/>`;
  const whisker =
    high > low
      ? `<path class="whisker" d="M${x(low)} ${middle}H${x(high)}M${x(low)} ${middle - 3}v6M${x(high)} ${middle - 3}v6"/>`
      : "";
  return [
    text(LABEL_END, middle + 4, contender, 'text-anchor="end"'),
    bar,
    whisker,
    text(textEnd, middle + 4, readable(median), 'class="faint"'),
  ].join("");
}

function drawLegend(top: number): Drawn {
  const entries = [
    { kind: "podkey", label: "podkey", x: PADDING },
    { kind: "peer", label: "others that do the same", x: PADDING + 100 },
    { kind: "floor", label: "what it cannot be done without", x: PADDING + 290 },
  ];
  const parts = entries.map(({ kind, label, x }) => {
    return `<rect class="${kind}" x="${x}" y="${top}" width="12" height="12" rx="2"/>${text(x + 18, top + 10, label, 'class="faint"')}`;
  });
  const whisker = text(PADDING + 530, top + 10, "whisker: four rounds of five", 'class="faint"');
  return { svg: [...parts, whisker].join("\n"), bottom: top + 12 + PADDING };
}

function text(x: number, y: number, content: string, attributes: string): string {
  return `<text x="${round(x)}" y="${round(y)}" ${attributes}>${escaped(content)}</text>`;
}

function escaped(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
