import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeCluster } from "../../../src/eks/cluster.ts";
import { assumeRoleForPodIdentity } from "../../../src/eks-auth/assume-role-for-pod-identity.ts";
import { isPodkeyError } from "../../../src/errors/any-error.ts";
import type { Client } from "../../../src/http/client.ts";
import { parseXml } from "../../../src/http/protocols/xml.ts";
import { parseHttpDate, retryAfterMs } from "../../../src/http/response-headers.ts";
import { assumeRole } from "../../../src/sts/assume-role.ts";
import { NOW_MS, POD_IDENTITY_SESSION, ROLE_ARN, roleSessionXml } from "../../support/aws-examples.ts";
import { clientThat } from "../../support/bad-input.ts";
import { text } from "../../support/fake-runtime.ts";
import { unsignedToken } from "../../support/unsigned-token.ts";

const TOKEN = unsignedToken();

const OPERATIONS: readonly [name: string, call: (client: Client) => Promise<unknown>][] = [
  ["EKS", (client) => describeCluster(client, { clusterName: "demo" })],
  ["EKS Auth", (client) => assumeRoleForPodIdentity(client, { clusterName: "demo", token: TOKEN })],
  ["STS", (client) => assumeRole(client, { roleArn: ROLE_ARN, roleSessionName: "podkey" })],
];

const ROLE_SESSION = {
  Credentials: { AccessKeyId: "a", SecretAccessKey: "b", SessionToken: "c", Expiration: 1_772_388_000 },
  AssumedRoleUser: { Arn: "arn:aws:sts::111122223333:assumed-role/checkout/podkey", AssumedRoleId: "id" },
};

const STATUS = fc.constantFrom(200, 200, 400, 403, 429, 500);

/** Names of members in generated JSON: those that podkey reads, and those that objects inherit. */
const NAME = fc.constantFrom(
  ...["cluster", "name", "arn", "credentials", "expiration", "message", "Message", "code", "__type", "Error"],
  ...["Errors", "Code", "AssumeRoleResponse", "AssumeRoleResult", "Credentials", "PackedPolicySize"],
  ...["__proto__", "toString", "valueOf", "constructor", "toJSON", "length"],
);
const { value: JSON_VALUE } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<unknown>(null, true, 0, -1, 1e308, "", "text", { toString: 1, valueOf: 1 }),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(NAME, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

/** Generates error bodies, and role sessions in which one member has any JSON value. */
const ERROR_BODY = fc.record(
  { message: JSON_VALUE, Message: JSON_VALUE, code: JSON_VALUE, __type: JSON_VALUE, Error: JSON_VALUE },
  { requiredKeys: [] },
);
const SESSION_BODY = fc
  .tuple(fc.constantFrom("Credentials", "AssumedRoleUser", "PackedPolicySize"), JSON_VALUE)
  .map(([member, value]) => ({
    AssumeRoleResponse: { AssumeRoleResult: { ...ROLE_SESSION, [member]: value } },
  }));

/** Parts of texts that resemble XML. Most of the texts are not valid. */
const XML_PART = fc.constantFrom(
  ...[
    "<a>",
    "</a>",
    "<b/>",
    "<Error>",
    "</Error>",
    "<Code>",
    "</Code>",
    "text",
    "&amp;",
    "&#x110000;",
    "&#0;",
  ],
  ...[
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<?xml?>",
    "<!DOCTYPE x>",
    "<",
    ">",
    "&",
    '"',
    " ",
    "<a b='c'>",
    "\u0000",
  ],
  ...["<AssumeRoleResponse>", "</AssumeRoleResponse>", "<AssumeRoleResult>", "</AssumeRoleResult>", "\ud800"],
);
const XML_TEXT = fc.array(XML_PART, { maxLength: 30 }).map((parts) => parts.join(""));

/** Generates valid responses, then replaces a few of their characters. */
const DAMAGED = fc
  .tuple(
    fc.constantFrom(roleSessionXml("AssumeRole"), JSON.stringify(POD_IDENTITY_SESSION)),
    fc.array(fc.tuple(fc.nat(1000), fc.string({ maxLength: 2 })), { maxLength: 4 }),
  )
  .map(([body, edits]) => {
    return edits.reduce(
      (damaged, [at, insert]) => damaged.slice(0, at) + insert + damaged.slice(at + 1),
      body,
    );
  });

const JSON_BODY = fc.oneof(JSON_VALUE, ERROR_BODY, SESSION_BODY).map((value) => JSON.stringify(value));
const BODY = fc.oneof({ weight: 5, arbitrary: JSON_BODY }, XML_TEXT, DAMAGED, fc.string());

describe.each(OPERATIONS)("a response of %s", (_, call) => {
  it("gives a value or a podkey error, whatever its body and status are", async () => {
    await fc.assert(
      fc.asyncProperty(BODY, STATUS, async (body, status) => {
        const error: unknown = await call(clientThat(text(body, status))).then(
          () => undefined,
          (caught) => caught,
        );

        expect(error === undefined || isPodkeyError(error), String(error)).toBe(true);
        expect(() => JSON.stringify(error)).not.toThrow();
      }),
      { numRuns: 200 },
    );
  });
});

describe("parseXml", () => {
  it("returns a record or undefined for any text", () => {
    void fc.assert(
      fc.property(fc.oneof(XML_TEXT, fc.string()), (source) => {
        const value = parseXml(source);

        expect(value === undefined || Object.keys(value).length === 1).toBe(true);
      }),
    );
  });
});

describe("retryAfterMs", () => {
  it("returns undefined or at most a minute for any header value", () => {
    const value = fc.oneof(
      fc.string({ unit: fc.constantFrom(..."0123456789.-+eE:, GMTSunFebx") }),
      fc.nat().map(String),
      fc.double().map(String),
      fc.date().map(String),
    );
    void fc.assert(
      fc.property(value, fc.constantFrom("retry-after", "x-amz-retry-after"), (hint, name) => {
        const ms = retryAfterMs(new Headers({ [name]: hint }), NOW_MS) ?? 0;

        expect(ms >= 0 && ms <= 60_000, hint).toBe(true);
      }),
    );
  });
});

describe("parseHttpDate", () => {
  it("reads a date in each of its three forms as the same time", () => {
    const dates = fc.date({ min: new Date("1977-01-01"), max: new Date("2075-12-31"), noInvalidDate: true });
    void fc.assert(
      fc.property(dates, (date) => {
        const [, day = "", month, year = "", time] = date.toUTCString().split(" ");
        const epochMs = Math.floor(date.getTime() / 1000) * 1000;

        expect(parseHttpDate(date.toUTCString(), NOW_MS)).toBe(epochMs);
        expect(parseHttpDate(`Sunday, ${day}-${month}-${year.slice(2)} ${time} GMT`, NOW_MS)).toBe(epochMs);
        expect(parseHttpDate(`Sun ${month} ${day.replace(/^0/, " ")} ${time} ${year}`, NOW_MS)).toBe(epochMs);
      }),
    );
  });
});
