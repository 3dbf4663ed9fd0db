import { ANSWERS } from "./answer-models.ts";
import { INPUTS } from "./input-models.ts";
import type { Model } from "./model.ts";

/** Every model that has a schema. */
export const MODELS: readonly Model<unknown>[] = [...ANSWERS, ...INPUTS];
