import { describe, expect, it } from "vitest";
import { fromContainer } from "../../../../src/credentials/providers/container/from-container.ts";
import { CONTAINER_BODY } from "../../../support/aws-examples.ts";
import { fakeRuntime, json } from "../../../support/fake-runtime.ts";
import { errorOf } from "../../../support/rejection.ts";

const URI = "http://169.254.170.23/v1/credentials";
const TOKEN = "AWS_CONTAINER_AUTHORIZATION_TOKEN";

function scene(env: Record<string, string>, files: Record<string, string> = {}) {
  const { ports, requests } = fakeRuntime({ env, files, answers: [json(CONTAINER_BODY)] });
  return { provider: fromContainer({ uri: URI, ports }), requests };
}

describe("fromContainer", () => {
  it.each(["Basic dXNlcjpwYXNzd29yZA==", "Bearer header.payload.signature", "two  words", "t\u00f6ken"])(
    "sends the authorization token %j as it is",
    async (token) => {
      const { provider, requests } = scene({ [TOKEN]: token });
      await provider();

      expect(requests.map(({ headers }) => headers["authorization"])).toEqual([token]);
    },
  );

  it("sends a token file with a space as it is, without its line break", async () => {
    const { provider, requests } = scene({ [`${TOKEN}_FILE`]: "/token" }, { "/token": "Basic dXNlcg==\n" });
    await provider();

    expect(requests.map(({ headers }) => headers["authorization"])).toEqual(["Basic dXNlcg=="]);
  });

  it.each(["a\nb", "a\r\nx-injected: yes", "a\0b", "a\u007fb", "a\u0101b"])(
    "refuses the authorization token %j, and names its variable",
    async (token) => {
      const { provider, requests } = scene({ [TOKEN]: token });

      const error = await errorOf(provider(), "INVALID_TOKEN");
      expect(error.source).toBe(TOKEN);
      expect(error.message).toContain(`the token from ${TOKEN} holds`);
      expect(requests).toEqual([]);
    },
  );

  it("names its option in the error about a token that was passed to it", async () => {
    const { ports } = fakeRuntime({ env: { [TOKEN]: "variable" } });
    const provider = fromContainer({ uri: URI, token: "a\nb", ports });

    expect((await errorOf(provider(), "INVALID_TOKEN")).source).toBe("fromContainer({ token })");
  });
});
