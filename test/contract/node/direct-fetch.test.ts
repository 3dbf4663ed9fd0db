import { nodePorts } from "../../../runtimes/node/ports.ts";
import { describeDirectFetch } from "../direct-fetch-contract.ts";

describeDirectFetch("Node", nodePorts);
