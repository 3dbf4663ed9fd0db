import { serve } from "../../../runtimes/node/serve.ts";
import { describeServe } from "../../contract/serve-contract.ts";

describeServe("Node", serve);
