import { describe, expect, it } from "vitest";
import { BAD_CONTAINER_URLS } from "../../support/bad-container-urls.ts";
import { BAD_EKS_REQUESTS } from "../../support/bad-eks-requests.ts";
import { BAD_RESPONSES } from "../../support/bad-responses.ts";
import { BAD_SETTINGS } from "../../support/bad-settings.ts";
import { BAD_TOKEN_REQUESTS } from "../../support/bad-token-requests.ts";
import { BAD_TOKENS } from "../../support/bad-tokens.ts";
import { podkeyErrorOf } from "../../support/rejection.ts";

describe("bad input", () => {
  it.each([
    ...BAD_EKS_REQUESTS,
    ...BAD_TOKEN_REQUESTS,
    ...BAD_RESPONSES,
    ...BAD_CONTAINER_URLS,
    ...BAD_TOKENS,
    ...BAD_SETTINGS,
  ])("refuses $name", async ({ run, code, facts }) => {
    const error = await podkeyErrorOf(run());

    expect({ ...error, message: error.message }).toMatchObject({ code, ...facts });
  });
});
