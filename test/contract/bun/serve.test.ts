import { serve } from "../../../runtimes/bun/serve.ts";
import { describeServe } from "../serve-contract.ts";

describeServe("Bun", serve);
