import { expect, it } from "vitest";
import { chain } from "../../../../src/credentials/providers/chain.ts";
import { fromContainer } from "../../../../src/credentials/providers/container/from-container.ts";
import { fromEksAuth } from "../../../../src/credentials/providers/from-eks-auth.ts";
import { fromStatic } from "../../../../src/credentials/providers/from-static.ts";
import { fromTemporaryCredentials } from "../../../../src/credentials/providers/from-temporary-credentials.ts";
import { fromWebToken } from "../../../../src/credentials/providers/from-web-token.ts";
import { fromInstanceMetadata } from "../../../../src/credentials/providers/instance/from-instance-metadata.ts";
import { CREDENTIALS, ROLE_ARN } from "../../../support/aws-examples.ts";
import { clientThat } from "../../../support/bad-input.ts";
import { fakeRuntime } from "../../../support/fake-runtime.ts";
import { errorOf } from "../../../support/rejection.ts";

it("each source is called as its function, by its name and by its error if nothing is configured", async () => {
  const { ports } = fakeRuntime({ env: { AWS_EC2_METADATA_DISABLED: "true" } });
  const client = clientThat(undefined);
  const sources = [
    fromWebToken({ client }),
    fromEksAuth({ client, clusterName: "demo" }),
    fromContainer({ ports }),
    fromInstanceMetadata({ ports }),
  ];
  const names = ["fromWebToken", "fromEksAuth", "fromContainer", "fromInstanceMetadata"];
  const errors = await Promise.all(sources.map((source) => errorOf(source(), "NOT_CONFIGURED")));

  expect(sources.map(({ name }) => name)).toEqual(names);
  expect(errors.map(({ source }) => source)).toEqual(names);
  expect([fromStatic(CREDENTIALS).name, chain(fromStatic(CREDENTIALS)).name]).toEqual([
    "fromStatic",
    "chain",
  ]);
  expect(fromTemporaryCredentials({ client, roleArn: ROLE_ARN }).name).toBe("fromTemporaryCredentials");
});
