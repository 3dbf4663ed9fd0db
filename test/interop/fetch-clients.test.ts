import ky from "ky";
import OpenAI, { RateLimitError } from "openai";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { fromTemporaryCredentials } from "../../src/credentials/providers/from-temporary-credentials.ts";
import { createSession, type Session } from "../../src/credentials/session/session.ts";
import type { CallerSession, ServiceHandler } from "../../src/emulator/world/service-handler.ts";
import { createClient } from "../../src/http/client.ts";
import { ROLE_ARN } from "../support/aws-examples.ts";
import { type ServedEmulator, serveEmulator } from "./served-emulator.ts";

const BEDROCK_URL = "https://bedrock-runtime.us-west-2.amazonaws.com/openai/v1";
const OBJECT_URL = "https://amzn-s3-demo-bucket.s3.us-west-2.amazonaws.com/report";
const MESSAGES = [{ role: "user" as const, content: "Say hello." }];
const MODEL = "openai.gpt-oss-20b-1:0";

/** Libraries that take a `fetch`, given that of a session. The emulator verifies each signature before it calls a handler. */
describe("a library that takes a fetch", () => {
  const seen: { request: Request; body: string; session: CallerSession }[] = [];
  let answers: Response[];
  let served: ServedEmulator;
  let aws: Session;

  const handler: ServiceHandler = async (request, session) => {
    seen.push({ request, body: await request.text(), session });
    return answers.shift() ?? new Response(null, { status: 500 });
  };

  beforeAll(async () => {
    served = await serveEmulator({ services: { bedrock: handler, s3: handler } });
    const client = createClient(served.settings);
    aws = createSession({
      credentials: fromTemporaryCredentials({ client, roleArn: ROLE_ARN }),
      region: "us-west-2",
      endpoint: served.url,
    });
  });

  beforeEach(() => {
    seen.length = 0;
  });

  afterAll(async () => {
    await aws.close();
    await served.close();
  });

  describe("such as OpenAI's, with Bedrock", () => {
    const openai = (): OpenAI => new OpenAI({ apiKey: "not used", baseURL: BEDROCK_URL, fetch: aws.fetch });

    it("gets a completion by a request that the session signed", async () => {
      answers = [Response.json({ choices: [{ message: { role: "assistant", content: "Hello!" } }] })];
      const completion = await openai().chat.completions.create({ model: MODEL, messages: MESSAGES });

      expect(completion.choices[0]?.message.content).toBe("Hello!");
      expect(seen).toMatchObject([
        { session: { roleArn: ROLE_ARN, service: "bedrock", region: "us-west-2" } },
      ]);
      expect(JSON.parse(seen[0]?.body ?? "")).toMatchObject({ model: MODEL });
      expect(new URL(seen[0]?.request.url ?? "").pathname).toBe("/openai/v1/chat/completions");
    });

    it("reads a streamed completion", async () => {
      const chunk = (content: string) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;
      const headers = { "content-type": "text/event-stream" };
      answers = [new Response(`${chunk("Hel")}${chunk("lo!")}data: [DONE]\n\n`, { headers })];
      const stream = await openai().chat.completions.create({
        model: MODEL,
        messages: MESSAGES,
        stream: true,
      });
      let text = "";
      for await (const { choices } of stream) text += choices[0]?.delta.content ?? "";

      expect(text).toBe("Hello!");
    });

    it("repeats a refused request by its own rules, each time with a signature", async () => {
      const refused = () => Response.json({ error: { message: "slow down" } }, { status: 429 });
      answers = [refused(), refused()];
      const create = openai().chat.completions.create(
        { model: MODEL, messages: MESSAGES },
        { maxRetries: 1, timeout: 30_000 },
      );

      await expect(create).rejects.toBeInstanceOf(RateLimitError);
      expect(seen).toHaveLength(2);
    });

    it("sees its own abort", async () => {
      const controller = new AbortController();
      controller.abort();
      const create = openai().chat.completions.create(
        { model: MODEL, messages: MESSAGES },
        { signal: controller.signal },
      );

      await expect(create).rejects.toBeInstanceOf(OpenAI.APIUserAbortError);
      expect(seen).toEqual([]);
    });
  });

  describe("such as ky, with S3", () => {
    it("sends its Request, and parses the response", async () => {
      const s3 = ky.create({ fetch: aws.fetch });
      answers = [new Response(null), Response.json({ total: 3 })];
      await s3.put(OBJECT_URL, { json: { total: 3 } });

      expect(await s3.get(OBJECT_URL).json()).toEqual({ total: 3 });
      expect(seen.map(({ request: { method, url }, body }) => [method, new URL(url).pathname, body])).toEqual(
        [
          ["PUT", "/amzn-s3-demo-bucket/report", '{"total":3}'],
          ["GET", "/amzn-s3-demo-bucket/report", ""],
        ],
      );
    });

    it("sends a form", async () => {
      const form = new FormData();
      form.set("name", "value");
      answers = [new Response(null)];
      await ky.post(OBJECT_URL, { body: form, fetch: aws.fetch });

      expect(seen[0]?.request.headers.get("content-type")).toContain("multipart/form-data; boundary=");
      expect(seen[0]?.body).toContain('name="name"');
    });

    it("repeats a GET after a status 503 by its own rules", async () => {
      answers = [new Response(null, { status: 503 }), new Response("fine")];
      const retry = { limit: 1, delay: () => 1 };

      expect(await ky.get(OBJECT_URL, { fetch: aws.fetch, retry }).text()).toBe("fine");
      expect(seen).toHaveLength(2);
    });
  });

  it("gets its request refused if the emulator does not know the keys", async () => {
    const stranger = createSession({
      credentials: async () => ({ accessKeyId: "AKIAI44QH8DHBEXAMPLE", secretAccessKey: "not the secret" }),
      endpoint: served.url,
    });
    const response = await ky.get(OBJECT_URL, { fetch: stranger.fetch, throwHttpErrors: false });

    expect(response.status).toBe(403);
    expect(seen).toEqual([]);
  });
});
