import {
  CreatePodIdentityAssociationCommand,
  EKSClient,
  paginateListPodIdentityAssociations,
} from "@aws-sdk/client-eks";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type EmulatorProcess, startEmulatorProcess } from "../node/cli/podkey-process.ts";
import { ROLE_ARN } from "../support/aws-examples.ts";
import { stubEnvironment } from "./sdk-environment.ts";

const COUNT = 250;

describe("the paginator of client-eks", () => {
  let emulator: EmulatorProcess;
  let eks: EKSClient;

  beforeAll(async () => {
    emulator = await startEmulatorProcess(["--cluster", "demo", "big"]);
    stubEnvironment(emulator.env);
    eks = new EKSClient({});
    const numbers = Array.from({ length: COUNT }, (_, index) => index);
    await Promise.all(
      numbers.map((number) =>
        eks.send(
          new CreatePodIdentityAssociationCommand({
            clusterName: "big",
            namespace: number % 2 === 0 ? "even" : "odd",
            serviceAccount: `account-${number}`,
            roleArn: ROLE_ARN,
          }),
        ),
      ),
    );
  });

  afterAll(async () => {
    vi.unstubAllEnvs();
    await emulator.stop();
  });

  async function pagesOf(filter: { namespace?: string; maxResults?: number }): Promise<string[][]> {
    const pages: string[][] = [];
    const input = { clusterName: "big", ...filter };
    for await (const page of paginateListPodIdentityAssociations({ client: eks }, input)) {
      pages.push((page.associations ?? []).map(({ associationId = "" }) => associationId));
    }
    return pages;
  }

  it("reads 250 associations in pages of 100 without a duplicate", async () => {
    const pages = await pagesOf({});
    expect(pages.map(({ length }) => length)).toEqual([100, 100, 50]);
    expect(new Set(pages.flat()).size).toBe(COUNT);
  });

  it("keeps its filter on every page", async () => {
    const pages = await pagesOf({ namespace: "odd" });
    expect(pages.map(({ length }) => length)).toEqual([100, 25]);
  });

  it("reads smaller pages if maxResults is set", async () => {
    const pages = await pagesOf({ namespace: "even", maxResults: 60 });
    expect(pages.map(({ length }) => length)).toEqual([60, 60, 5]);
  });

  it("reads no associations of another cluster", async () => {
    const pages = paginateListPodIdentityAssociations({ client: eks }, { clusterName: "demo" });
    const first = await pages.next();
    expect(first.value).toMatchObject({ associations: [] });
  });
});
