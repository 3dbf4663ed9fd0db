import { describe, expect, it } from "vitest";
import { checkMetadataUrl } from "../../../src/http/metadata-url.ts";
import { errorOf } from "../../support/rejection.ts";

const SERVICE = { name: "the container endpoint", linkLocalHosts: ["169.254.170.2", "[fd00:ec2::23]"] };

function check(text: string): string {
  return checkMetadataUrl(text, "uri", SERVICE).href;
}

describe("the URL of a metadata service", () => {
  it.each([
    "https://example.com/a",
    "http://localhost:8080/",
    "http://127.0.0.1/",
    "http://127.255.1.2/",
    "http://[::1]/",
    "http://169.254.170.2/",
    "http://[fd00:ec2::23]/",
  ])("may be %s", (text) => {
    expect(check(text)).toBe(text);
  });

  it.each([
    ["http://169.254.170.23/", "points plain HTTP at 169.254.170.23"],
    ["http://a169.254.170.2.test/", "points plain HTTP at a169.254.170.2.test"],
    ["http://169.254.170.2.example.com/", "points plain HTTP"],
    ["http://example.com.169.254.170.2.test/", "points plain HTTP"],
    ["http://127.0.0.1.example.com/", "points plain HTTP"],
    ["http://a.127.0.0.1.test/", "points plain HTTP"],
    ["http://alocalhost/", "points plain HTTP"],
    ["http://localhost.example.com/", "points plain HTTP"],
    ["http://[::2]/", "points plain HTTP"],
    ["ftp://localhost/", "must be an http or https URL"],
    ["https://alice@example.com/", "must not hold a user name or password"],
    ["https://:secret@example.com/", "must not hold a user name or password"],
    ["/credentials", "is not an absolute URL"],
  ])("must not be %s", async (text, problem) => {
    const error = await errorOf((async () => check(text))(), "CONFIGURATION");
    expect(error).toMatchObject({ setting: "uri", message: expect.stringContaining(problem) });
  });

  it("is refused with a message that lists the addresses allowed for plain HTTP", async () => {
    const error = await errorOf((async () => check("http://example.com/"))(), "CONFIGURATION");
    expect(error.message).toContain("only to loopback, 169.254.170.2, [fd00:ec2::23];");
  });
});
