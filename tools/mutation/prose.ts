interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly quasis?: readonly { readonly value: { readonly raw: string } }[];
  readonly callee?: { readonly name?: string };
}

const WORDS = /[A-Za-z,:;] [A-Za-z]/;

/** Returns whether a path of Babel is at a text for people: a string of several words, for example an error's message. */
export function isProse(path: unknown): boolean {
  const { node } = path as { readonly node: Node };
  if (node.type === "StringLiteral") return WORDS.test(String(node.value));
  return node.type === "TemplateLiteral" && (node.quasis ?? []).some(({ value }) => WORDS.test(value.raw));
}
