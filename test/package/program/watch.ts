import { watchGlobals } from "./global-state.ts";

/** Ends the watch that begins when this file is imported. Import it before everything that is to be watched. */
export const endWatch: () => string[] = watchGlobals();
