import { describe, expect, it } from "vitest";
import type { CredentialProvider } from "../../../../src/aws/credentials.ts";
import { fromContainer } from "../../../../src/credentials/providers/container/from-container.ts";
import { fromEksAuth } from "../../../../src/credentials/providers/from-eks-auth.ts";
import { fromWebToken } from "../../../../src/credentials/providers/from-web-token.ts";
import { fromInstanceMetadata } from "../../../../src/credentials/providers/instance/from-instance-metadata.ts";
import { type Client, createClient } from "../../../../src/http/client.ts";
import type { Ports } from "../../../../src/ports.ts";
import { ROLE_ARN } from "../../../support/aws-examples.ts";
import { fakeRuntime } from "../../../support/fake-runtime.ts";
import { errorOf } from "../../../support/rejection.ts";

/** The error of Deno for a permission that it was not given. */
function denied(name: string): Error {
  return Object.assign(new Error("Requires access, run again with the flag"), { name });
}

function clientOver(ports: Ports): Client {
  return createClient({ region: "us-west-2", ports });
}

describe.each(["NotCapable", "PermissionDenied"])("with the error %s of Deno", (name) => {
  it.each<[string, (ports: Ports) => CredentialProvider, string]>([
    [
      "fromContainer",
      (ports) => fromContainer({ uri: "http://169.254.170.23/v1/credentials", ports }),
      "--allow-net=169.254.170.23:80",
    ],
    ["fromInstanceMetadata", (ports) => fromInstanceMetadata({ ports }), "--allow-net=169.254.169.254:80"],
    [
      "fromWebToken",
      (ports) =>
        fromWebToken({ client: clientOver(ports), roleArn: ROLE_ARN, token: "header.payload.signature" }),
      "--allow-net=sts.us-west-2.amazonaws.com:443",
    ],
  ])("%s fails after one request, and names the flag", async (_provider, providerOver, flag) => {
    const { ports, requests, clock } = fakeRuntime({ answers: [denied(name)] });

    const error = await clock.settle(errorOf(providerOver(ports)(), "CONFIGURATION"));
    expect(error.message).toContain(flag);
    expect([error.setting, requests.length, clock.waits]).toEqual([flag, 1, []]);
  });

  it.each<[string, (ports: Ports) => CredentialProvider]>([
    [
      "fromContainer",
      (ports) => fromContainer({ uri: "http://169.254.170.23/", tokenFile: "/token", ports }),
    ],
    [
      "fromEksAuth",
      (ports) => fromEksAuth({ client: clientOver(ports), clusterName: "demo", tokenFile: "/token" }),
    ],
    [
      "fromWebToken",
      (ports) => fromWebToken({ client: clientOver(ports), roleArn: ROLE_ARN, tokenFile: "/token" }),
    ],
  ])("%s names the flag for its token file", async (_provider, providerOver) => {
    const { ports, requests } = fakeRuntime({ files: { "/token": denied(name) } });

    const error = await errorOf(providerOver(ports)(), "CONFIGURATION");
    expect(error.message).toContain("--allow-read=/token");
    expect(requests).toEqual([]);
  });
});
