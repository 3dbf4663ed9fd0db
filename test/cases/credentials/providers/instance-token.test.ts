import { describe, expect, it } from "vitest";
import { fromInstanceMetadata } from "../../../../src/credentials/providers/instance/from-instance-metadata.ts";
import { readInstanceToken } from "../../../../src/credentials/providers/instance/session-token.ts";
import { CONTAINER_BODY } from "../../../support/aws-examples.ts";
import { fakeRuntime, json, text } from "../../../support/fake-runtime.ts";
import { HOUR_MS, MINUTE_MS } from "../../../support/time.ts";

const ENDPOINT = "http://169.254.169.254";
const CONTEXT = { service: "instance-metadata", operation: "GetToken", status: 200 };
const SENT_AT_MS = 5000;

function read(body: string, ttl?: string) {
  const headers = new Headers(ttl === undefined ? {} : { "x-aws-ec2-metadata-token-ttl-seconds": ttl });
  return readInstanceToken({ status: 200, headers, body }, ENDPOINT, SENT_AT_MS, CONTEXT);
}

describe("the session token of instance metadata", () => {
  it.each([
    ["six hours", "21600", 6 * HOUR_MS - 2 * MINUTE_MS],
    ["an hour", "3600", HOUR_MS - 2 * MINUTE_MS],
    ["a minute", "60", 48_000],
    ["five seconds", "5", 4000],
    ["more than was asked for", "99999", 6 * HOUR_MS - 2 * MINUTE_MS],
    ["an unstated time", undefined, 6 * HOUR_MS - 2 * MINUTE_MS],
    ["an unreadable time", "x60", 6 * HOUR_MS - 2 * MINUTE_MS],
    ["a time with a unit", "60s", 6 * HOUR_MS - 2 * MINUTE_MS],
  ])(
    "that lasts %s is renewed two minutes before its end, or after four fifths of it",
    (_time, ttl, afterMs) => {
      expect(read("token", ttl).renewAtMs).toBe(SENT_AT_MS + afterMs);
    },
  );

  it("stays if it came while another read waited to be refused with the one before it", async () => {
    const refusal = Promise.withResolvers<Response>();
    const refused = (): Response => new Response("", { status: 401 });
    const role = json({ Code: "Success", ...CONTAINER_BODY });
    const answers = [text("token-1"), text("checkout"), role, refused, () => refusal.promise];
    const { ports, requests } = fakeRuntime({ answers: [...answers, text("token-2"), role] });
    const provider = fromInstanceMetadata({ ports });
    await provider();
    const both = [provider(), provider()];
    await both[0];
    refusal.resolve(refused());
    await both[1];

    expect(requests.map(({ method }) => method)).toEqual([
      "PUT",
      "GET",
      "GET",
      "GET",
      "GET",
      "PUT",
      "GET",
      "GET",
    ]);
  });

  it("is read without the white space around it", () => {
    expect(read(" token\n").value).toBe("token");
  });

  it.each([
    ["", "nothing"],
    ["\n", "nothing"],
    ["two words", "9 characters of something else"],
  ])("is not read from %j", (body, seen) => {
    expect(() => read(body)).toThrow(
      expect.objectContaining({ code: "INVALID_RESPONSE", message: expect.stringContaining(`got ${seen}`) }),
    );
  });
});
