import { REQUEST_TARGETS } from "./request-targets.ts";
import { RESPONSE_TARGETS } from "./response-targets.ts";
import { SECRET_TARGETS } from "./secret-targets.ts";
import type { FuzzTarget } from "./target.ts";

/** Every reader of text from outside. */
export const TARGETS: readonly FuzzTarget[] = [...RESPONSE_TARGETS, ...SECRET_TARGETS, ...REQUEST_TARGETS];
