import { describe, expect, it } from "vitest";
import { fromContainer } from "../../../../src/credentials/providers/container/from-container.ts";
import { type FakeAnswer, fakeRuntime, json, text } from "../../../support/fake-runtime.ts";
import { errorOf } from "../../../support/rejection.ts";

function refusal(answer: FakeAnswer) {
  const { ports } = fakeRuntime({ answers: [answer], random: 0.999 });
  return errorOf(
    fromContainer({ uri: "http://169.254.170.23/v1/credentials", deadlineMs: 1, ports })(),
    "SERVICE",
  );
}

describe("the error of fromContainer", () => {
  it.each([
    [
      400,
      "[c6104cbe-af31]: (AccessDeniedException): Unauthorized Exception! EKS does not have permissions, fault: client\n",
      {
        awsCode: "AccessDeniedException",
        requestId: "c6104cbe-af31",
        awsMessage: "Unauthorized Exception! EKS does not have permissions",
      },
    ],
    [
      404,
      "[c6104cbe-af31]: (ResourceNotFoundException): No association found, for the pod, fault: client\n",
      { awsCode: "ResourceNotFoundException", awsMessage: "No association found, for the pod" },
    ],
    [400, "[]: (ExpiredTokenException): expired, fault: client\n", { awsCode: "ExpiredTokenException" }],
    [
      503,
      "[a]: (ServiceUnavailableException): two\nlines\n",
      { awsCode: "ServiceUnavailableException", awsMessage: "two lines" },
    ],
    [
      400,
      "Service account token cannot be empty\n",
      { awsCode: "Unknown", awsMessage: "Service account token cannot be empty" },
    ],
    [403, "Access Denied. Called agent through invalid address\n", { awsCode: "Unknown" }],
    [404, "404 page not found\n", { awsCode: "Unknown", awsMessage: "404 page not found" }],
    [500, "", { awsCode: "Unknown", awsMessage: "" }],
  ])(
    "states code, message and request id of a plain-text response with status %d (%#)",
    async (status, body, facts) => {
      const error = await refusal(text(body, status, { "content-type": "text/plain" }));

      expect({ ...error }).toMatchObject({ status, service: "container-credentials", ...facts });
    },
  );

  it.each([
    ["ECS", { Code: "AccessDenied", Message: "no" }],
    ["others", { code: "AccessDenied", message: "no" }],
  ])("states code and message of a JSON response of %s", async (_, body) => {
    expect(await refusal(json(body, 400))).toMatchObject({ awsCode: "AccessDenied", awsMessage: "no" });
  });

  it("has no request id if the agent states none", async () => {
    expect(await refusal(text("[]: (ExpiredTokenException): expired", 400))).not.toHaveProperty("requestId");
  });

  it("states how long the endpoint asks to wait", async () => {
    expect(await refusal(text("", 429, { "retry-after": "2" }))).toMatchObject({
      retryAfterMs: 2000,
      retryable: true,
    });
  });

  it("names call and status of a body that is no JSON", async () => {
    const { ports } = fakeRuntime({ answers: [text("<html>")] });
    const provider = fromContainer({ uri: "http://169.254.170.23/v1/credentials", ports });

    expect(await errorOf(provider(), "INVALID_RESPONSE")).toMatchObject({
      service: "container-credentials",
      operation: "GetCredentials",
      status: 200,
    });
  });

  it("is thrown for each status other than 200, for example 201", async () => {
    expect(await refusal(text("", 201))).toMatchObject({ status: 201, retryable: false });
  });
});
