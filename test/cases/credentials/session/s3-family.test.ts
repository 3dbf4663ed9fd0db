import { describe, expect, it } from "vitest";
import { createSession, type Session } from "../../../../src/credentials/session/session.ts";
import { createEmulator, type Emulator } from "../../../../src/emulator/index.ts";

const OBJECT_URL = "https://storage.example.com/a%20b//c:d?versionId=1";

interface Scene {
  readonly emulator: Emulator;
  readonly session: Session;
}

/** Opens a session against an emulator, whose handler of a service answers with the body that it got. */
function sceneOf(service: string): Scene {
  const handler = async (request: Request): Promise<Response> => new Response(await request.text());
  const emulator = createEmulator({ services: { [service]: handler } });
  const { credentials, fetch } = emulator;
  const options = { region: "us-west-2", credentials: async () => credentials, ports: { fetch } };
  return { emulator, session: createSession(options) };
}

describe.each(["s3", "s3-object-lambda", "s3-outposts", "s3express"])("a session signs for %s", (service) => {
  it.each<[string, () => BodyInit]>([
    ["text", () => "content"],
    ["a stream", () => new Blob(["content"]).stream()],
  ])("a key with a space and two slashes, and %s as its body", async (_kind, body) => {
    const response = await sceneOf(service).session.fetch(OBJECT_URL, {
      method: "PUT",
      body: body(),
      service,
    });

    expect([response.status, await response.text()]).toEqual([200, "content"]);
  });

  it("a URL for any body", async () => {
    const { session, emulator } = sceneOf(service);
    const { url } = await session.presign(OBJECT_URL, { method: "PUT", service });
    const response = await emulator.fetch(url, { method: "PUT", body: "content" });

    expect([response.status, await response.text()]).toEqual([200, "content"]);
  });
});
