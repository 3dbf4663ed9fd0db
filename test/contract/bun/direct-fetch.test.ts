import { bunPorts } from "../../../runtimes/bun/ports.ts";
import { describeDirectFetch } from "../direct-fetch-contract.ts";

describeDirectFetch("Bun", bunPorts);
