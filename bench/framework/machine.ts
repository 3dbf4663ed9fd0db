import { cpus, release, totalmem, type } from "node:os";

/** The machine that figures were measured on. */
export interface Machine {
  /** Model of the processor, as the system reports it. */
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  /** Operating system and kernel release. */
  readonly system: string;
}

/** Describes this machine. */
export function thisMachine(): Machine {
  const [first] = cpus();
  return {
    cpu: first?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
  };
}
