import { describe, expect, test } from "vitest";
import type { RequestExpectation, RequestSelection } from "../../../src/emulator/index.ts";
import { emulateAws } from "./emulated-aws.ts";

describe("emulator.expect", () => {
  test.each<[string | RequestSelection, string]>([
    ["AssumeRoleForPod", 'there is no operation "AssumeRoleForPod": use one of eks, eks-auth, sts, '],
    [{ operation: "GetItem" }, "; for an operation of a handler pass { service, operation }"],
    [{ service: "eks", operation: "AssumeRole" }, 'there is no operation "AssumeRole": use one of CreatePod'],
    [{ service: "sqs" }, 'there is no service "sqs": the services are eks, eks-auth, sts, '],
  ])("refuses the selection %j, of which no request can arrive", (selection, problem) => {
    const { emulator } = emulateAws();
    expect(() => emulator.expect(selection, { times: 0 })).toThrow(TypeError);
    expect(() => emulator.expect(selection, { times: 0 })).toThrow(problem);
  });

  test.each<[object, string]>([
    [
      { secretsInUrl: false },
      "cannot expect secretsInUrl of a request: use times, region, principal, status, secretInUrl",
    ],
    [{ secretInUrl: true }, "secretInUrl can only be false"],
    [{ times: -1 }, "times must be a whole number, at least 0"],
    [{ times: 0.5 }, "times must be a whole number, at least 0"],
  ])("refuses the expectation %j", (expectation, problem) => {
    const { emulator } = emulateAws();
    expect(() => emulator.expect("*", expectation as RequestExpectation)).toThrow(new TypeError(problem));
  });

  test("refuses to count if the log forgot requests", async () => {
    const { emulator, call } = emulateAws({ requestLogSize: 1 });
    for (let count = 0; count < 2; count += 1) await call("eks", "/clusters/demo");
    expect(() => emulator.expect("DescribeCluster", { times: 1 })).toThrow(
      "cannot check an expectation: the log forgot 1 requests; raise requestLogSize, or call clearRequests earlier",
    );
    emulator.clearRequests();
    emulator.expect("DescribeCluster", { times: 0 });
  });
});
