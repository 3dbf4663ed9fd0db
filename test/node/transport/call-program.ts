import process from "node:process";
import { createClient, fromContainer } from "../../../runtimes/node/core.ts";
import { describeCluster } from "../../../src/eks/cluster.ts";
import { isPodkeyError } from "../../../src/errors/any-error.ts";

/** What the program prints, as JSON. */
export interface ProgramReport {
  /** `ok`, or the codes of the error. */
  readonly podkey: string;
  /** Whether undici, the library behind `fetch`, was loaded by then. */
  readonly isUndiciLoaded: boolean;
  /** The connections that keep the program alive by then. */
  readonly connections: readonly string[];
  /** `ok`, or the code of the error that `fetch` gives. */
  readonly fetch: string;
}

const [, , endpoint = "", credentialsUri] = process.argv;

/** Calls an operation, as a user's program does. */
async function callOperation(): Promise<string> {
  const given = {
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  };
  const credentials = credentialsUri ? fromContainer({ uri: credentialsUri }) : given;
  const client = createClient({ region: "us-west-2", endpoint, credentials, maxAttempts: 1 });
  try {
    await describeCluster(client, { clusterName: "demo" });
    return "ok";
  } catch (error) {
    if (!isPodkeyError(error)) return String(error);
    return error.code === "NETWORK" ? `${error.networkCode}` : error.code;
  }
}

async function callFetch(): Promise<string> {
  try {
    await (await fetch(`${endpoint}/clusters/demo`)).text();
    return "ok";
  } catch (error) {
    const { cause } = error as { cause?: { code?: string } };
    return cause?.code ?? String(error);
  }
}

const podkey = await callOperation();
const { moduleLoadList } = process as unknown as { moduleLoadList: readonly string[] };
const isUndiciLoaded = moduleLoadList.some((name) => name.includes("deps/undici/undici"));
const connections = process.getActiveResourcesInfo().filter((name) => name.startsWith("TCP"));
const report: ProgramReport = { podkey, isUndiciLoaded, connections, fetch: await callFetch() };
process.stdout.write(JSON.stringify(report));
