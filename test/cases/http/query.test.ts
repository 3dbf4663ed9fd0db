import { describe, expect, it } from "vitest";
import { readQueryError } from "../../../src/http/protocols/query.ts";
import { encodePairs, percentEncode } from "../../../src/lib/url.ts";
import { queryErrorXml } from "../../support/aws-examples.ts";

function read(body: string, headers: Record<string, string> = {}) {
  return readQueryError({ status: 400, body, headers: new Headers(headers) });
}

describe("percentEncode", () => {
  it.each([
    ["AZaz09-._~", "AZaz09-._~"],
    [" ", "%20"],
    ["+", "%2B"],
    ["*", "%2A"],
    ["!'()", "%21%27%28%29"],
    ["/:?#[]@&=%", "%2F%3A%3F%23%5B%5D%40%26%3D%25"],
    ["ä€💚", "%C3%A4%E2%82%AC%F0%9F%92%9A"],
    ["\n", "%0A"],
  ])("encodes %j as RFC 3986 requires", (text, expected) => {
    expect(percentEncode(text)).toBe(expected);
  });
});

describe("encodePairs", () => {
  it("leaves out pairs whose value is undefined, and keeps values that are empty or 0", () => {
    expect(
      encodePairs([
        ["a b", "c d"],
        ["none", undefined],
        ["empty", ""],
        ["zero", 0],
      ]),
    ).toBe("a%20b=c%20d&empty=&zero=0");
  });
});

describe("an error of STS", () => {
  it.each([
    ["XML", queryErrorXml("AccessDenied", "no")],
    ["XML with a declaration", `<?xml version="1.0"?>\n${queryErrorXml("AccessDenied", "no")}`],
    [
      "XML with a list of errors",
      "<ErrorResponse><Errors><Error><Code>AccessDenied</Code><Message>no</Message></Error></Errors><RequestId>c6104cbe-af31-11e0-8154-cbc7ccf896c7</RequestId></ErrorResponse>",
    ],
    [
      "XML with two errors",
      "<ErrorResponse><Errors><Error><Code>AccessDenied</Code><message>no</message></Error><Error><Code>Other</Code></Error></Errors><RequestId>c6104cbe-af31-11e0-8154-cbc7ccf896c7</RequestId></ErrorResponse>",
    ],
    [
      "JSON",
      JSON.stringify({
        Error: { Code: "AccessDenied", Message: "no", Type: "Sender" },
        RequestId: "c6104cbe-af31-11e0-8154-cbc7ccf896c7",
      }),
    ],
    [
      "JSON after blanks",
      ' \n{"Error":{"Code":"AccessDenied","Message":"no"},"RequestId":"c6104cbe-af31-11e0-8154-cbc7ccf896c7"}',
    ],
    [
      "XML in another envelope",
      "<Response><Errors><Error><Code>AccessDenied</Code><Message>no</Message></Error></Errors><RequestId>c6104cbe-af31-11e0-8154-cbc7ccf896c7</RequestId></Response>",
    ],
  ])("is read from %s", (_, body) => {
    expect(read(body)).toEqual({
      awsCode: "AccessDenied",
      awsMessage: "no",
      requestId: "c6104cbe-af31-11e0-8154-cbc7ccf896c7",
    });
  });

  it("takes its request id from the header if the response has one", () => {
    expect(read(queryErrorXml("Foo", ""), { "x-amzn-requestid": "header" }).requestId).toBe("header");
  });

  it("has the XML entities of its message decoded", () => {
    expect(read(queryErrorXml("Foo", "a &lt;b&gt; &amp; c")).awsMessage).toBe("a <b> & c");
  });

  it.each(["", "<html><br></html>", "{", "[]", "null", "{}", "<ErrorResponse/>"])(
    "has the code Unknown if the body is %j",
    (body) => {
      expect(read(body)).toMatchObject({ awsCode: "Unknown", requestId: undefined });
    },
  );
});
