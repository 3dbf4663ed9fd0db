import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPodkeyError } from "../../../src/errors/any-error.ts";
import { ServiceError } from "../../../src/errors/call-errors.ts";
import {
  decodeServiceError,
  encodeServiceError,
  type ServiceErrorResponse,
  type WireResponse,
} from "../../../src/models/index.ts";
import { queryErrorXml } from "../../support/aws-examples.ts";

const RUNS = { numRuns: 200, seed: 20_260_303 };
const TEXT = fc.string({ unit: "grapheme" });
const MODELLED = ["addonName", "clusterName", "fargateProfileName", "nodegroupName", "subscriptionId"];
const ID = "c6104cbe-af31-11e0-8154-cbc7ccf896c7";

const LISTED = fc.constantFrom("ResourceInUseException", "AccessDenied");
const UNMODELLED = fc.oneof(fc.constantFrom("Unknown", "Überlastet"), fc.stringMatching(/^x[\w.-]{0,30}$/));
const CODES = fc.oneof(
  LISTED.map((name) => ({ name, awsCode: name })),
  UNMODELLED.map((awsCode) => ({ name: "Unmodelled", awsCode })),
);
const CONTENT = fc.record(
  {
    awsMessage: TEXT,
    status: fc.integer({ min: 300, max: 599 }),
    requestId: fc.stringMatching(/^[!-~]{1,40}$/),
  },
  { requiredKeys: ["awsMessage", "status"] },
);
const MEMBERS = fc
  .tuple(
    fc.dictionary(fc.constantFrom(...MODELLED), TEXT),
    fc.dictionary(fc.stringMatching(/^x[a-z]{1,8}$/), fc.oneof(fc.integer(), TEXT)),
  )
  .map((members) => Object.assign({}, ...members));
const ERRORS = fc
  .tuple(CODES, CONTENT, MEMBERS)
  .map(([code, content, members]) => ({ ...code, ...content, members }));
const STS_ERRORS = fc.tuple(CODES, CONTENT).map(([code, content]) => ({ ...code, ...content, members: {} }));

describe("an error response of EKS or EKS Auth", () => {
  it.each<[string, WireResponse]>([
    [
      "the header",
      response({ message: "in use", clusterName: "demo" }, { "x-amzn-errortype": "ResourceInUseException:" }),
    ],
    ["__type", response({ __type: "eks#ResourceInUseException", message: "in use", clusterName: "demo" })],
    ["code", response({ code: "ResourceInUseException", Message: "in use", clusterName: "demo" })],
  ])("is decoded with its code from %s, its message, members and request ID", (_, answer) => {
    const expected: unknown = {
      name: "ResourceInUseException",
      awsCode: "ResourceInUseException",
      awsMessage: "in use",
      status: 409,
      requestId: ID,
      members: { clusterName: "demo" },
    };

    expect(decodeServiceError(answer)).toEqual(expected);
  });

  it("is encoded as EKS writes it", () => {
    const error = decodeServiceError(
      response({ code: "ResourceInUseException", message: "in use", addonName: null }),
    );

    expect(encodeServiceError(error, "eks")).toEqual({
      status: 409,
      headers: {
        "content-type": "application/json",
        "x-amzn-errortype": "ResourceInUseException",
        "x-amzn-requestid": ID,
      },
      body: '{"message":"in use"}',
    });
  });

  it.each(["eks", "eks-auth"] as const)("of %s is decoded unchanged after it was encoded", (service) => {
    void fc.assert(
      fc.property(ERRORS, (error) => {
        expect(decodeServiceError(encodeServiceError(error, service))).toEqual(error);
      }),
      RUNS,
    );
  });
});

describe("an error response of STS", () => {
  const expected: unknown = {
    name: "AccessDenied",
    awsCode: "AccessDenied",
    awsMessage: "not <you> & me",
    status: 403,
    requestId: ID,
    members: {},
  };

  it("is decoded from XML, and from the JSON that STS sends if a request accepts it", () => {
    const xml = queryErrorXml("AccessDenied", "not &lt;you&gt; &amp; me");
    const json = {
      Error: { Type: "Sender", Code: "AccessDenied", Message: "not <you> & me" },
      RequestId: ID,
    };

    expect(decodeServiceError({ status: 403, body: xml })).toEqual(expected);
    expect(decodeServiceError({ status: 403, body: JSON.stringify(json) })).toEqual(expected);
  });

  it("is encoded as STS writes it", () => {
    const error = { awsCode: "Throttling", awsMessage: "a < b", status: 503, requestId: ID };

    expect(encodeServiceError(error, "sts")).toEqual({
      status: 503,
      headers: { "content-type": "text/xml", "x-amzn-requestid": ID },
      body:
        '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Receiver</Type>' +
        `<Code>Throttling</Code><Message>a &lt; b</Message></Error><RequestId>${ID}</RequestId></ErrorResponse>`,
    });
  });

  it("is decoded unchanged after it was encoded, whatever its message holds", () => {
    void fc.assert(
      fc.property(STS_ERRORS, (error) => {
        expect(decodeServiceError(encodeServiceError(error, "sts"))).toEqual(error);
      }),
      RUNS,
    );
  });
});

describe("the decoder of service errors", () => {
  it("gives the code Unknown for the page of a proxy, for an empty body and for an empty code", () => {
    const codes = ["<html><br></html>", "no upstream", "", queryErrorXml("", "")].map(
      (body) => decodeServiceError({ status: 502, body }).awsCode,
    );

    expect(codes).toEqual(["Unknown", "Unknown", "Unknown", "Unknown"]);
    expect(decodeServiceError({ status: 502, body: "no upstream" }).awsMessage).toBe("no upstream");
  });

  it.each([
    ["status", { status: 200, body: "" }],
    ["status", { status: 404.5, body: "" }],
    ["headers", { status: 404, headers: { "not a name": "x" }, body: "" }],
    ["body", { status: 404, body: 5 }],
    ["clusterName", { status: 404, body: '{"code":"ResourceNotFoundException","clusterName":5}' }],
    ["the body", undefined],
  ])("refuses a response whose %s is unusable", (path, answer) => {
    expect(() => decodeServiceError(answer as WireResponse)).toThrow(
      expect.objectContaining({ code: "INVALID_RESPONSE", path }),
    );
  });

  it("throws nothing but a PodkeyError, whatever it is given", () => {
    const body = fc.oneof(
      fc.string(),
      fc.json(),
      TEXT.map((text) => queryErrorXml(text, text)),
    );
    const answers = fc.oneof(
      fc.anything(),
      fc.record({ status: fc.oneof(fc.constant(400), fc.anything()), headers: fc.anything(), body }),
    );
    void fc.assert(
      fc.property(answers, (answer) => {
        try {
          decodeServiceError(answer as WireResponse);
        } catch (error) {
          expect(isPodkeyError(error)).toBe(true);
        }
      }),
      { ...RUNS, numRuns: 100 },
    );
  });

  it("gives what the encoder writes of an error that an operation threw", () => {
    const context = { service: "eks", operation: "CreatePodIdentityAssociation" };
    const content = {
      status: 409,
      awsCode: "ResourceInUseException",
      awsMessage: "in use",
      members: { addonName: "a" },
    };
    const thrown = new ServiceError({ ...context, ...content, retryable: false });
    const decoded: ServiceErrorResponse = decodeServiceError(encodeServiceError(thrown, "eks"));

    expect(decoded).toEqual({ name: "ResourceInUseException", ...content });
  });
});

function response(body: Record<string, unknown>, headers: Record<string, string> = {}): WireResponse {
  return { status: 409, headers: { "x-amzn-requestid": ID, ...headers }, body: JSON.stringify(body) };
}
