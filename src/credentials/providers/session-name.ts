/** A fixed name: one with a timestamp makes each session a new principal. */
export const DEFAULT_SESSION_NAME = "podkey";
