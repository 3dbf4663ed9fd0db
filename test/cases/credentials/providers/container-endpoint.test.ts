import { describe, expect, it } from "vitest";
import { fromContainer } from "../../../../src/credentials/providers/container/from-container.ts";
import { CONTAINER_BODY } from "../../../support/aws-examples.ts";
import { askedUrls, GOOD_CONTAINER_URLS } from "../../../support/bad-container-urls.ts";
import { fakeRuntime, json, text } from "../../../support/fake-runtime.ts";
import { errorOf } from "../../../support/rejection.ts";

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

  it.each([3_600_000, -3_600_000])(
    "keeps its deadline when the wall clock steps by %i ms",
    async (stepMs) => {
      const { ports, clock, requests } = fakeRuntime({
        answers: [
          () => {
            clock.stepWall(stepMs);
            return text("", 503)();
          },
          text("", 503),
        ],
        random: 0.999,
      });
      const startedMs = clock.monotonic();
      await clock.settle(errorOf(fromContainer({ uri: "http://127.0.0.1/", ports })(), "SERVICE"));

      expect(requests.length).toBeGreaterThan(3);
      expect(clock.monotonic() - startedMs).toBeLessThanOrEqual(15_000);
    },
  );
});
