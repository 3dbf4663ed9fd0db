import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Boto3Process, startBoto3 } from "./boto3-process.ts";
import {
  eksAuthErrors,
  eksErrors,
  type FailingCall,
  injectErrorOf,
  type Precedents,
  setPrecedents,
  stsErrors,
} from "./modelled-errors.ts";
import { type ServedEmulator, serveEmulator } from "./served-emulator.ts";

const NOTHING: Precedents = { ownedId: "", podToken: "", expiredPodToken: "", expiredWebToken: "" };

/** The names of services, operations and errors. Tests are declared before the emulator starts. */
const CASES = allErrors(NOTHING).map(({ exception, service, operation }, index) => {
  return [exception, service, operation, index] as const;
});

function allErrors(precedents: Precedents): FailingCall[] {
  return [...eksErrors(precedents), ...stsErrors(precedents), ...eksAuthErrors(precedents)];
}

describe("errors of the emulator in boto3", () => {
  const clock = { offsetMs: 0 };
  let served: ServedEmulator;
  let precedents: Precedents;
  let boto3: Boto3Process;

  beforeAll(async () => {
    served = await serveEmulator({ now: () => Date.now() + clock.offsetMs, associationLimit: 1 });
    precedents = await setPrecedents(served, clock);
    boto3 = startBoto3(served);
  });

  afterAll(async () => {
    await boto3.close();
    await served.close();
  });

  it.each(CASES)("raises %s of %s %s as its own class", async (exception, _service, _operation, index) => {
    const call = allErrors(precedents)[index];
    if (call === undefined) throw new Error("there is no such case");
    injectErrorOf(served, call);
    const answer = await boto3.call(call.service, call.operation, call.input);
    expect(answer).toMatchObject({ exception, status: call.status });
    expect(answer.message).not.toBe("");
  });
});
