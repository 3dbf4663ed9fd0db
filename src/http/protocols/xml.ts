/** The content of an element: its text, or its children by name. Children with the same name form an array. */
export type XmlValue = string | XmlValue[] | { [name: string]: XmlValue };

interface OpenElement {
  readonly name: string;
  text: string;
  readonly children: Map<string, XmlValue>;
}

const TOKEN =
  /<\?[^>]*\?>|<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([\w:.-]+)(?:\s[^<>]*?)?(\/?)>|([^<]+)/y;
const ENTITY = /&(#[xX][0-9a-fA-F]+|#\d+|amp|apos|gt|lt|quot);/g;
const NAMED_ENTITIES: Record<string, string> = { amp: "&", apos: "'", gt: ">", lt: "<", quot: '"' };
const MAX_DEPTH = 32;

/**
 * Parses the XML of AWS's query protocol: elements, text, CDATA and the predefined entities. Ignores attributes. Returns
 * `undefined` for anything else, for example for a document type declaration or for more than 32 levels.
 */
export function parseXml(source: string): Record<string, XmlValue> | undefined {
  const root: OpenElement = { name: "", text: "", children: new Map() };
  const open = [root];
  const token = new RegExp(TOKEN);
  const text = source.trim();
  while (token.lastIndex < text.length) {
    const match = token.exec(text);
    const current = open.at(-1);
    if (!match || !current || open.length > MAX_DEPTH + 1) return undefined;
    const [, cdata, slash, name, selfClosing, characters] = match;
    if (cdata !== undefined) current.text += cdata;
    else if (characters !== undefined) current.text += decodeEntities(characters);
    else if (name === undefined) continue;
    else if (!slash) open.push({ name, text: "", children: new Map() });
    if (!slash && !selfClosing) continue;
    if (slash && current.name !== name) return undefined;
    close(open);
  }
  return open.length === 1 && isDocument(root) ? Object.fromEntries(root.children) : undefined;
}

/** Whether the root holds a single element and no text. */
function isDocument({ text, children }: OpenElement): boolean {
  const [element] = children.values();
  return text.trim() === "" && children.size === 1 && !Array.isArray(element);
}

function close(open: OpenElement[]): void {
  const element = open.pop();
  const parent = open.at(-1);
  if (!element || !parent) return;
  const value: XmlValue = element.children.size > 0 ? Object.fromEntries(element.children) : element.text;
  const sibling = parent.children.get(element.name);
  if (sibling === undefined) parent.children.set(element.name, value);
  else if (Array.isArray(sibling)) sibling.push(value);
  else parent.children.set(element.name, [sibling, value]);
}

function decodeEntities(text: string): string {
  return text.replace(ENTITY, (entity, body: string) => {
    if (!body.startsWith("#")) return NAMED_ENTITIES[body] ?? entity;
    const isHex = body.charAt(1).toLowerCase() === "x";
    const codePoint = Number.parseInt(body.slice(isHex ? 2 : 1), isHex ? 16 : 10);
    return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : entity;
  });
}
