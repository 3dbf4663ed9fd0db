import { describe, expect, it } from "vitest";
import { askedUrls, GOOD_CONTAINER_URLS } from "../../../support/bad-container-urls.ts";

describe("fromContainer", () => {
  it.each(GOOD_CONTAINER_URLS)("asks the endpoint in %s=%s", async (variable, uri, asked) => {
    expect(await askedUrls(variable, uri)).toEqual([asked]);
  });
});
