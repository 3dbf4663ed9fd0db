import { denoPorts } from "../../../runtimes/deno/ports.ts";
import { describeDirectFetch } from "../direct-fetch-contract.ts";

describeDirectFetch("Deno", denoPorts);
