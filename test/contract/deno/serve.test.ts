import { serve } from "../../../runtimes/deno/serve.ts";
import { describeServe } from "../serve-contract.ts";

describeServe("Deno", serve);
