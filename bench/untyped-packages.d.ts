// The parts that the benches use of packages that bring no types.

declare module "aws4" {
  const aws4: { sign(request: object, credentials: object): object };
  export = aws4;
}

declare module "autocannon" {
  interface Figures {
    readonly requests: { readonly average: number };
    readonly latency: { readonly p50: number; readonly p99: number; readonly p99_9: number };
    readonly non2xx: number;
    readonly errors: number;
  }
  function autocannon(options: object): Promise<Figures>;
  export = autocannon;
}
