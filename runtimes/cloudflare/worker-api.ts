import type { TransactionalStorage } from "./durable-object-store.ts";

/** What a Durable Object keeps. */
export interface ObjectStorage extends TransactionalStorage {
  put(key: string, value: unknown): Promise<void>;
  setAlarm(timeMs: number): Promise<void>;
}

/** What a Durable Object is made with. */
export interface ObjectState {
  readonly storage: ObjectStorage;
}

/** A binding to a class of Durable Objects. */
export interface ObjectNamespace {
  idFromName(name: string): unknown;
  get(id: never): { fetch(url: string, init?: RequestInit): Promise<Response> };
}

/** What a Worker's handler gets beside its request. */
export interface WorkerContext {
  waitUntil(work: Promise<unknown>): void;
}
