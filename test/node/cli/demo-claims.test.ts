import { afterEach, describe, expect, it, vi } from "vitest";
import {
  about,
  isCreate,
  isDelete,
  isExchange,
  isIdentity,
  isPresigned,
  isToken,
  isUpdate,
  type Lie,
  replacing,
  tellWith,
} from "./lying-aws.ts";

const TIMEOUT_MS = 30_000;

describe("podkey demo", { timeout: TIMEOUT_MS }, () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("stops if the pod gets another role than the associated one", async () => {
    const { failure } = await tellWith(
      about(
        (seen) => isExchange(seen) || isIdentity(seen),
        replacing("assumed-role/checkout/", "assumed-role/other/"),
      ),
    );

    expect(failure).toContain("the caller is assumed-role/checkout/");
  });

  it("waits until the pod gets its new role", async () => {
    let old = "";
    let isUpdated = false;
    const { failure } = await tellWith((seen) => {
      isUpdated ||= isUpdate(seen) && !isDelete(seen);
      if (!isExchange(seen)) return undefined;
      const repeated = old;
      old = isUpdated ? "" : seen.answer;
      return isUpdated && repeated !== "" ? { answer: repeated } : undefined;
    });

    expect(failure).toBeUndefined();
  });

  it.each<[string, Lie]>([
    ["the association names the requested role", about(isCreate, replacing("role/checkout", "role/other"))],
    [
      "EKS answers 409 ResourceInUseException",
      about(isCreate, ({ status }) => (status === 409 ? { status: 400 } : undefined)),
    ],
    [
      "EKS answers 409 ResourceInUseException",
      about(isCreate, ({ status }) => (status === 409 ? { code: "InvalidParameterException" } : undefined)),
    ],
    [
      "the message contains the id of the existing association",
      about((seen) => isCreate(seen) && seen.status === 409, replacing(/a-[a-z0-9]{10,}/, "another one")),
    ],
    ["the Kubernetes API answers the TokenRequest with 201", about(isToken, () => ({ status: 200 }))],
    [
      "STS identifies the caller as the issued role session",
      about(isIdentity, replacing("/checkout/eks-", "/checkout/other-")),
    ],
    [
      "EKS creates an external id for the target role",
      about(isUpdate, replacing(/"externalId":"[^"]*"/, '"externalId":null')),
    ],
    ["a client without credentials can use the URL", about(isPresigned, () => ({ status: 403 }))],
    [
      "EKS returns the deleted association",
      about(isDelete, replacing(/"associationId":"a-[^"]*"/, '"associationId":"a-other0000000000"')),
    ],
    [
      "the refusal is ResourceNotFoundException",
      about(isExchange, ({ status }) => (status === 404 ? { code: "AccessDeniedException" } : undefined)),
    ],
    [
      "STS refuses a changed body",
      about(
        ({ body }) => body.includes("Tampered"),
        () => ({ status: 200 }),
      ),
    ],
    [
      "STS refuses a changed body",
      about(({ body }) => body.includes("Tampered"), replacing("SignatureDoesNotMatch", "AccessDenied")),
    ],
  ])("stops if this is not so: %s", async (claim, lie) => {
    const { failure } = await tellWith(lie);

    expect(failure).toContain(claim);
  });

  it("stops if the same association can be created twice", async () => {
    let first = "";
    const { failure } = await tellWith(
      about(isCreate, ({ answer }) => {
        first ||= answer;
        return { status: 200, answer: first };
      }),
    );

    expect(failure).toContain("the call is refused");
  });

  it.each([
    [1, "after 1 more attempt, the exchange succeeds"],
    [2, "after 2 more attempts, the exchange succeeds"],
  ])("waits for an association that EKS Auth learns after %i attempts", async (attempts, line) => {
    let early = 0;
    const notYet = { status: 404, code: "ResourceNotFoundException", answer: '{"message":"not yet"}' };
    const { lines, failure } = await tellWith(
      about(isExchange, () => {
        early += 1;
        return early > attempts ? undefined : notYet;
      }),
    );

    expect(failure).toBeUndefined();
    expect(lines).toContain(
      "first, EKS Auth answers 404 ResourceNotFoundException: the association has not propagated",
    );
    expect(lines).toContain(line);
  });

  it("stops if a change has no effect within ten seconds", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    const notYet = { status: 404, code: "ResourceNotFoundException", answer: '{"message":"not yet"}' };
    let attempts = 0;
    const { failure } = await tellWith(
      about(isExchange, () => {
        attempts += 1;
        vi.setSystemTime(Date.now() + 5000);
        return attempts > 6 ? undefined : notYet;
      }),
    );

    expect(failure).toContain("the change is effective within 10000 ms");
    // The first one comes before the ten seconds begin.
    expect(attempts).toBe(3);
  });

  it("stops at an error that is no refusal of AWS", async () => {
    const { failure } = await tellWith(about(isExchange, () => ({ answer: "not JSON" })));

    expect(failure).toContain("InvalidResponseError");
  });
});
