/** Escapes a text for the content of an XML element. */
export function escapeXml(text: string): string {
  return (
    text
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      .replaceAll("'", "&apos;")
      // Parsers turn a plain carriage return into a line feed.
      .replaceAll("\r", "&#13;")
  );
}
