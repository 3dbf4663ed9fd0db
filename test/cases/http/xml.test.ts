import { describe, expect, it } from "vitest";
import { parseXml } from "../../../src/http/protocols/xml.ts";

describe("parseXml", () => {
  it.each([
    ["an element", "<a>x</a>", { a: "x" }],
    ["children", "<a><b>x</b><c>y</c></a>", { a: { b: "x", c: "y" } }],
    ["children of the same name", "<a><b>x</b><b>y</b><b>z</b></a>", { a: { b: ["x", "y", "z"] } }],
    ["an empty element", "<a><b/><c></c><d /></a>", { a: { b: "", c: "", d: "" } }],
    ["an element and ignores its attributes", "<a xmlns=\"https://example.com/\" b='c'>x</a>", { a: "x" }],
    ["a declaration", '<?xml version="1.0" encoding="UTF-8"?>\n<a>x</a>', { a: "x" }],
    ["comments", "<!-- one --><a><!-- two\n<b> -->x</a>", { a: "x" }],
    ["blanks between elements", "\n<a>\n  <b>x</b>\n</a>\n", { a: { b: "x" } }],
    ["blanks in text", "<a> x y </a>", { a: " x y " }],
    ["CDATA", "<a><![CDATA[<b>&amp;]]></a>", { a: "<b>&amp;" }],
    ["CDATA next to text", "<a>x<![CDATA[ & ]]>y</a>", { a: "x & y" }],
    ["empty CDATA", "<a><![CDATA[]]></a>", { a: "" }],
    ["the predefined entities", "<a>&lt;&gt;&amp;&quot;&apos;</a>", { a: "<>&\"'" }],
    ["an escaped entity without decoding it twice", "<a>&amp;lt;</a>", { a: "&lt;" }],
    ["numeric entities", "<a>&#43;&#x2F;&#X3d;&#128154;</a>", { a: "+/=💚" }],
    ["the last character of Unicode", "<a>&#x10FFFF;</a>", { a: String.fromCodePoint(0x10ffff) }],
    ["names with punctuation", "<ns:a.b-c>x</ns:a.b-c>", { "ns:a.b-c": "x" }],
    ["an element that is the whole document and empty", "<a/>", { a: "" }],
    ["text before and after a child", "<a>x<b/>y</a>", { a: { b: "" } }],
    ["a name that objects inherit", "<a><constructor>x</constructor></a>", { a: { constructor: "x" } }],
  ])("reads %s", (_, source, expected) => {
    expect(parseXml(source)).toEqual(expected);
  });

  it("reads elements nested 32 levels deep", () => {
    expect(parseXml("<a>".repeat(32) + "</a>".repeat(32))).toBeDefined();
  });

  it.each(["&unknown;", "&constructor;", "&toString;", "&#x110000;", "&;", "& "])(
    "leaves the text %j unchanged",
    (text) => {
      expect(parseXml(`<a>${text}</a>`)).toEqual({ a: text });
    },
  );

  it("reads the name __proto__ without changing the prototype of the result", () => {
    const parsed = parseXml("<a><__proto__><b>x</b></__proto__></a>");

    expect(Object.getPrototypeOf(parsed?.["a"])).toBe(Object.prototype);
  });

  it.each([
    ["an empty text", ""],
    ["only blanks", " \n "],
    ["plain text", "Service Unavailable"],
    ["text after the root element", "<a>x</a>y"],
    ["text before the root element", "y<a>x</a>"],
    ["two root elements", "<a>x</a><b>y</b>"],
    ["two root elements of one name", "<a>x</a><a>y</a>"],
    ["a closing slash at both ends of a tag", "<a></a/></a>"],
    ["JSON", "{}"],
    ["an element that is not closed", "<a><b>x</b>"],
    ["an element that is not closed after the root element", "<a>x</a><b>"],
    ["an element that was not opened", "<a>x</a></b>"],
    ["crossed elements", "<a><b>x</a></b>"],
    ["a tag that is cut off", "<a>x</a"],
    ["CDATA that is cut off", "<a><![CDATA[x</a>"],
    ["a comment that is cut off", "<a><!-- x</a>"],
    ["a document type", "<!DOCTYPE a><a>x</a>"],
    ["a document type with entities", '<!DOCTYPE a [<!ENTITY b "x">]><a>&b;</a>'],
    ["elements nested 33 levels deep", "<a>".repeat(33) + "</a>".repeat(33)],
    ["an HTML page", "<!doctype html><html><br></html>"],
  ])("returns undefined for %s", (_, source) => {
    expect(parseXml(source)).toBeUndefined();
  });

  it("gives up at once on a megabyte of open tags", () => {
    expect(parseXml("<a>".repeat(350_000))).toBeUndefined();
    expect(parseXml(`<a ${" ".repeat(1_000_000)}`)).toBeUndefined();
    expect(parseXml("<!--".repeat(250_000))).toBeUndefined();
  });
});
