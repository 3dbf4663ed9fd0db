import { describe, expect, it } from "vitest";
import { untyped } from "../../../support/bad-input.ts";
import { bodyText, text } from "../../../support/fake-runtime.ts";
import { errorOf } from "../../../support/rejection.ts";
import { sessionScene } from "./session-scene.ts";

const URL_TEXT = "https://example-bucket.s3.us-west-2.amazonaws.com/key";

/** Sends a request and returns what went out. */
async function sentFor(input: string | URL | Request, init?: RequestInit) {
  const { session, requests } = sessionScene({ answers: [text("")] });
  await session.fetch(input, init);
  const [request] = requests;
  if (!request) throw new Error("nothing was sent");
  return request;
}

describe("fetch of a session with a Request", () => {
  it("takes URL, method, headers and body of the Request", async () => {
    const headers = { "content-type": "text/csv", "x-example": "1" };
    const sent = await sentFor(new Request(URL_TEXT, { method: "PUT", headers, body: "a,b" }));

    expect(sent).toMatchObject({ url: URL_TEXT, method: "PUT" });
    expect(sent.headers).toMatchObject({ "content-type": "text/csv", "x-example": "1" });
    expect(bodyText(sent)).toBe("a,b");
    expect(sent.headers["authorization"]).toContain("content-type;host;");
  });

  it("lets the second argument win", async () => {
    const request = new Request(URL_TEXT, { method: "PUT", headers: { "x-example": "1" }, body: "old" });
    const sent = await sentFor(request, { method: "POST", headers: { "x-other": "2" }, body: "new" });

    expect([sent.method, bodyText(sent)]).toEqual(["POST", "new"]);
    expect(sent.headers).toMatchObject({ "x-other": "2" });
    expect(sent.headers).not.toHaveProperty("x-example");
  });

  it("keeps the body of the Request if that of the second argument is null, as fetch does", async () => {
    const request = new Request(URL_TEXT, { method: "PUT", body: "text" });
    expect(bodyText(await sentFor(request, { body: null }))).toBe("text");
  });

  it("refuses the body of the Request with the GET of the second argument, as fetch does", async () => {
    const request = new Request(URL_TEXT, { method: "PUT", body: "text" });
    await errorOf(sentFor(request, { method: "GET" }), "INVALID_REQUEST");
  });

  it("takes the boundary of a form from the Request", async () => {
    const form = new FormData();
    form.set("name", "value");
    const sent = await sentFor(new Request(URL_TEXT, { method: "POST", body: form }));
    const boundary = /boundary=(.+)$/.exec(sent.headers["content-type"] ?? "")?.[1] ?? "none";

    expect(bodyText(sent)).toContain(boundary);
  });

  it("sends no body for a Request without one", async () => {
    expect(await sentFor(new Request(URL_TEXT))).not.toHaveProperty("body");
    expect(await sentFor(new Request(URL_TEXT, { method: "DELETE" }))).not.toHaveProperty("body");
  });

  it("passes on only members of the Request that the fetch of the runtime takes", async () => {
    const { url, ...init } = await sentFor(new Request(URL_TEXT, { method: "PUT", body: "a,b" }));
    const { method, headers } = new Request(url, init);

    expect([method, headers.get("x-amz-date")]).toEqual(["PUT", init.headers["x-amz-date"]]);
  });

  it("passes on how the Request is to be cached, and nothing that the runtime's Request lacks", async () => {
    const request = {
      ...{
        url: URL_TEXT,
        method: "GET",
        headers: new Headers(),
        arrayBuffer: async () => new ArrayBuffer(0),
      },
      ...{ cache: "no-store", mode: undefined },
    };
    const sent = await sentFor(untyped(request));

    expect(sent).toMatchObject({ cache: "no-store" });
    expect(Object.keys(sent).sort()).toEqual(["cache", "headers", "method", "redirect", "signal", "url"]);
  });

  it("uses the Request up, as fetch does", async () => {
    const request = new Request(URL_TEXT, { method: "PUT", body: "once" });
    await sentFor(request);

    expect(request.bodyUsed).toBe(true);
    await expect(sentFor(request)).rejects.toBeInstanceOf(TypeError);
  });

  it("ends with the signal of the Request, unless the second argument detaches it", async () => {
    const request = new Request(URL_TEXT, { signal: AbortSignal.abort("left") });

    await expect(sentFor(request.clone())).rejects.toBe("left");
    expect((await sentFor(request.clone(), { signal: null })).signal.aborted).toBe(false);
  });
});

describe("fetch of a session", () => {
  it("passes on what only the fetch of the runtime understands", async () => {
    const dispatcher = { name: "an agent of undici" };
    const init: RequestInit & { dispatcher: unknown } = { keepalive: true, dispatcher };

    expect(await sentFor(URL_TEXT, init)).toMatchObject({ keepalive: true, dispatcher });
  });

  it("does not pass on its own options", async () => {
    const { session, requests } = sessionScene({ answers: [text("")] });
    await session.fetch(URL_TEXT, { service: "s3", region: "us-west-2", retries: 1 });

    expect(Object.keys(requests[0] ?? {}).sort()).toEqual(["headers", "method", "redirect", "signal", "url"]);
  });

  it.each(["GET", "head"])("refuses a body with %s, because fetch cannot send it", async (method) => {
    const error = await errorOf(sentFor(URL_TEXT, { method, body: "text" }), "INVALID_REQUEST");
    expect(error.message).toMatch(
      /^the input of a (GET|HEAD) request is invalid: body is not allowed with this method/,
    );
  });

  it("refuses a user and a password in the URL, as fetch does, without quoting them", async () => {
    const url = "https://user:hunter22@example-bucket.s3.us-west-2.amazonaws.com/key";
    const error = await errorOf(sentFor(url), "CONFIGURATION");

    expect([error.setting, error.message]).toEqual(["url", expect.stringContaining("holds a user")]);
    expect(error.message).not.toContain("hunter22");
  });

  it("refuses headers that cannot be sent, without quoting them", async () => {
    const headers = { "x-example": "hush\nhush" };
    const error = await errorOf(sentFor(URL_TEXT, { headers }), "INVALID_REQUEST");

    expect(error.message).toContain("headers hold");
    expect(JSON.stringify(error) + error.message).not.toContain("hush");
  });
});

describe("a redirect of a signed request", () => {
  const location = "https://elsewhere.example.com/";
  const answers = [text("", 307, { location })];

  it.each([undefined, "follow", "manual"] as const)(
    "is returned and not followed with redirect %s",
    async (redirect) => {
      const { session, requests } = sessionScene({ answers });
      const response = await session.fetch(URL_TEXT, { ...(redirect && { redirect }) });

      expect([response.status, response.headers.get("location")]).toEqual([307, location]);
      expect(requests.map((request) => request.redirect)).toEqual(["manual"]);
    },
  );

  it.each([
    ["of the second argument", URL_TEXT, { redirect: "error" }],
    ["of a Request", new Request(URL_TEXT, { redirect: "manual" }), { redirect: "error" }],
  ] as const)("is an error with the redirect mode error %s", async (_where, input, init) => {
    const { session } = sessionScene({ answers });
    const error = await errorOf(session.fetch(input, init), "INVALID_RESPONSE");

    expect([error.status, error.path]).toEqual([307, "the status"]);
  });

  it("does not mean 304, which answers a conditional request", async () => {
    const { session } = sessionScene({ answers: [text(null, 304)] });
    expect((await session.fetch(URL_TEXT, { redirect: "error" })).status).toBe(304);
  });
});
