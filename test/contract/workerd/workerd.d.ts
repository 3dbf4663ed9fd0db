/** The parts of the modules of workerd and of its test plugin that the tests use. */
declare module "cloudflare:workers" {
  export const DurableObject: new () => object;
  export const env: object;
}

declare module "cloudflare:test" {
  interface ObjectStub {
    readonly id: unknown;
  }
  interface ObjectState {
    readonly storage: import("../../../runtimes/cloudflare/durable-object-store.ts").TransactionalStorage;
  }
  export const env: {
    readonly KV: import("../../../runtimes/cloudflare/kv-store.ts").KvNamespace;
    readonly KEEPER: { newUniqueId(): unknown; get(id: unknown): ObjectStub };
  };
  export function runInDurableObject<T>(
    stub: ObjectStub,
    work: (object: unknown, state: ObjectState) => T | Promise<T>,
  ): Promise<T>;
}
