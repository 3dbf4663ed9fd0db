import type { TransactionalStorage } from "./durable-object-store.ts";

/** The part of a Durable Object's storage that a broker uses. */
export interface ObjectStorage extends TransactionalStorage {
  /** Writes a value under a key. */
  put(key: string, value: unknown): Promise<void>;
  /** Schedules `alarm()`, in milliseconds since the epoch. */
  setAlarm(timeMs: number): Promise<void>;
}

/** The state that the runtime passes to the constructor of a Durable Object. */
export interface ObjectState {
  /** The storage of the object: `ctx.storage`. */
  readonly storage: ObjectStorage;
}

/** A binding to a class of Durable Objects. */
export interface ObjectNamespace {
  /** Returns the id of the object with a name. */
  idFromName(name: string): unknown;
  /** Returns a stub that sends requests to an object. */
  get(id: never): { fetch(url: string, init?: RequestInit): Promise<Response> };
}

/** The part of the execution context of a Worker's handler that podkey uses. */
export interface WorkerContext {
  /** Keeps the Worker running until the work has ended. */
  waitUntil(work: Promise<unknown>): void;
}
