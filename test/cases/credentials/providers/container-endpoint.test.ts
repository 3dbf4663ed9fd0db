import { describe, expect, it } from "vitest";
import { fromContainer } from "../../../../src/credentials/providers/container/from-container.ts";
import { CONTAINER_BODY } from "../../../support/aws-examples.ts";
import { askedUrls, GOOD_CONTAINER_URLS } from "../../../support/bad-container-urls.ts";
import { fakeRuntime, json, text } from "../../../support/fake-runtime.ts";

describe("fromContainer", () => {
  it.each(GOOD_CONTAINER_URLS)("asks the endpoint in %s=%s", async (variable, uri, asked) => {
    expect(await askedUrls(variable, uri)).toEqual([asked]);
  });

  it("reads the variable of the endpoint again for each attempt", async () => {
    const env = { AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1/first" };
    const moved = (): Response => {
      env.AWS_CONTAINER_CREDENTIALS_FULL_URI = "http://127.0.0.1/second";
      return text("", 503)();
    };
    const { ports, clock, requests } = fakeRuntime({
      env,
      answers: [moved, json(CONTAINER_BODY)],
      random: 0.5,
    });
    await clock.settle(fromContainer({ ports })());

    expect(requests.map(({ url }) => url)).toEqual(["http://127.0.0.1/first", "http://127.0.0.1/second"]);
  });
});
