/** RFC 9110, section 5.1, in lower case. */
const NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;

/** RFC 9110, section 5.5, without characters beyond Latin-1: some runtimes send those as UTF-8, others refuse them. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

const VISIBLE_ASCII = /^[\x21-\x7e]+$/;

/** Whether a lower-case text may be the name of an HTTP header. */
export function isHeaderName(text: string): boolean {
  return NAME.test(text);
}

/** Whether a text may be the value of an HTTP header: no line break, no other control character, only Latin-1. */
export function isHeaderValue(text: string): boolean {
  return VALUE.test(text);
}

/** Whether a text is one or more visible ASCII characters without a space, as keys and tokens are. */
export function isVisibleAscii(text: string): boolean {
  return VISIBLE_ASCII.test(text);
}
