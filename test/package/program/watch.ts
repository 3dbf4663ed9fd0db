import { watchGlobals } from "./global-state.ts";

/** Ends the watch that began when this file was imported, which must be before anything that is watched. */
export const endWatch: () => string[] = watchGlobals();
