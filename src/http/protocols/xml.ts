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
  const root = newElement("");
  const open: OpenElement[] = [];
  const token = new RegExp(TOKEN);
  while (token.lastIndex < source.length) {
    const match = token.exec(source);
    if (!match || open.length > MAX_DEPTH) return undefined;
    const [, cdata, slash, name, selfClosing, characters] = match;
    const current = open.at(-1) ?? root;
    if (cdata !== undefined) current.text += cdata;
    else if (characters !== undefined) current.text += decodeEntities(characters);
    else if (name === undefined) continue;
    else if (slash) {
      if (current.name !== name) return undefined;
      open.pop();
      addChild(open.at(-1) ?? root, current);
    } else if (selfClosing) addChild(current, newElement(name));
    else open.push(newElement(name));
  }
  return open.length === 0 && isDocument(root) ? Object.fromEntries(root.children) : undefined;
}

function newElement(name: string): OpenElement {
  return { name, text: "", children: new Map() };
}

/** Whether the root holds a single element and no text. */
function isDocument({ text, children }: OpenElement): boolean {
  const [element] = children.values();
  return text.trim() === "" && children.size === 1 && !Array.isArray(element);
}

function addChild(parent: OpenElement, { name, text, children }: OpenElement): void {
  const value: XmlValue = children.size > 0 ? Object.fromEntries(children) : text;
  const sibling = parent.children.get(name);
  if (sibling === undefined) parent.children.set(name, value);
  else if (Array.isArray(sibling)) sibling.push(value);
  else parent.children.set(name, [sibling, value]);
}

function decodeEntities(text: string): string {
  return text.replace(ENTITY, (entity, body: string) => {
    if (!body.startsWith("#")) return NAMED_ENTITIES[body] ?? entity;
    const isHex = body.charAt(1).toLowerCase() === "x";
    const codePoint = Number.parseInt(body.slice(isHex ? 2 : 1), isHex ? 16 : 10);
    return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : entity;
  });
}
