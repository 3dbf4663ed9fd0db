import { describe, expect, it } from "vitest";
import { sortHeaders } from "../../../src/signing/signable-request.ts";

const SENT_UNSIGNED = [
  "accept-encoding",
  "cache-control",
  "connection",
  "content-length",
  "expect",
  "from",
  "keep-alive",
  "max-forwards",
  "pragma",
  "proxy-authenticate",
  "proxy-connection",
  "referer",
  "sec-fetch-mode",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "user-agent",
  "x-amzn-trace-id",
];

describe("a header of a request to sign", () => {
  it.each(SENT_UNSIGNED)("%s is sent, but not signed, in any case of its letters", (name) => {
    expect(sortHeaders({ [name.toUpperCase()]: "value" })).toEqual({
      signed: {},
      unsigned: { [name]: "value" },
    });
  });

  it.each(["authorization", "date", "host", "x-amz-date", "x-amz-security-token"])(
    "%s of an earlier signature is dropped",
    (name) => {
      expect(sortHeaders({ [name]: "value" })).toEqual({ signed: {}, unsigned: {} });
    },
  );

  it.each([
    "accept",
    "content-type",
    "range",
    "security-token",
    "proxy",
    "x-amz-content-sha256",
    "x-amz-target",
  ])("%s is signed", (name) => {
    expect(sortHeaders({ [name]: "value" })).toEqual({ signed: { [name]: "value" }, unsigned: {} });
  });

  it("is joined with a comma if it is repeated, signed or not", () => {
    const headers: [string, string][] = [
      ["x-amz-meta", "a"],
      ["X-Amz-Meta", "b"],
      ["te", "c"],
      ["TE", "d"],
    ];
    expect(sortHeaders(headers)).toEqual({ signed: { "x-amz-meta": "a, b" }, unsigned: { te: "c, d" } });
  });

  it("loses the white space around its value, and keeps that inside", () => {
    expect(sortHeaders({ "x-amz-meta": " \t\r\na  b\r\n\t " }).signed).toEqual({ "x-amz-meta": "a  b" });
  });
});
