import { describe, expect, test } from "vitest";
import { createEmulator } from "../../../src/emulator/index.ts";
import { recordErrors } from "../../support/record-errors.ts";
import { assumed } from "./assumed-role.ts";
import { PAIR, ROLE_ARN, readError } from "./emulated-aws.ts";
import { emulateHandled, GET_ITEM, GET_OBJECT } from "./handled-service.ts";

describe("the handler of a service", () => {
  test("gets a copy of the request with an unread body, and its response is returned", async () => {
    const aws = emulateHandled(
      () => new Response("made", { status: 201, headers: { etag: '"1"', "content-type": "text/plain" } }),
    );
    const response = await aws.send(GET_ITEM);
    expect([response.status, await response.text()]).toEqual([201, "made"]);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      etag: '"1"',
      "content-type": "text/plain",
      date: "Sun, 30 Aug 2015 12:36:00 GMT",
      "x-amzn-requestid": aws.emulator.requests[0]?.requestId,
    });
    const request = aws.calls[0]?.request;
    expect(request).toMatchObject({ method: "POST", url: GET_ITEM.url, bodyUsed: false });
    expect(request?.headers.get("x-amz-target")).toBe("DynamoDB_20120810.GetItem");
    expect(await request?.text()).toBe(GET_ITEM.body);
  });

  test("gets the identity of a user, without secrets", async () => {
    const aws = emulateHandled();
    await aws.send(GET_OBJECT);
    expect(aws.calls[0]?.session).toEqual({
      arn: "arn:aws:iam::111122223333:user/podkey",
      accountId: "111122223333",
      accessKeyId: "AKIAIOSFODNN7EXAMPLE",
      roleArn: undefined,
      sessionName: undefined,
      tags: {},
      service: "s3",
      region: "us-west-2",
    });
  });

  test("gets the identity of an assumed role, with its session tags", async () => {
    const aws = emulateHandled();
    const tags = { "Tags.member.1.Key": "team", "Tags.member.1.Value": "shop" };
    const { accessKeyId, secretAccessKey, sessionToken } = await assumed(aws, tags);
    await aws.send({ ...GET_OBJECT, keys: { accessKeyId, secretAccessKey, sessionToken } });
    expect(aws.calls[0]?.session).toEqual({
      arn: "arn:aws:sts::111122223333:assumed-role/cart/test",
      accountId: "111122223333",
      accessKeyId,
      roleArn: ROLE_ARN,
      sessionName: "test",
      tags: { team: "shop" },
      service: "s3",
      region: "us-west-2",
    });
  });

  test("gets the session tags of a pod", async () => {
    const aws = emulateHandled();
    await aws.createAssociation();
    const { credentials } = (await (await aws.exchange()).json()) as {
      credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
    };
    await aws.send({ ...GET_ITEM, keys: credentials });
    expect(aws.calls[0]?.session.tags).toMatchObject({
      "kubernetes-namespace": PAIR.namespace,
      "kubernetes-service-account": PAIR.serviceAccount,
    });
  });

  test("can stream its response", async () => {
    const chunks = ["one ", "two"].map((text) => new TextEncoder().encode(text));
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        const chunk = chunks.shift();
        if (chunk) controller.enqueue(chunk);
        else controller.close();
      },
    });
    expect(await (await emulateHandled(() => new Response(stream)).send(GET_ITEM)).text()).toBe("one two");
  });

  test("can return a response without body and content type", async () => {
    const response = await emulateHandled(() => new Response(null, { status: 204 })).send(GET_OBJECT);
    expect([response.status, response.headers.get("content-type"), await response.text()]).toEqual([
      204,
      null,
      "",
    ]);
  });

  test("returns errors of its own", async () => {
    const error = { __type: "ResourceNotFoundException", message: "no such table" };
    const response = await emulateHandled(() => Response.json(error, { status: 400 })).send(GET_ITEM);
    expect([response.status, await response.json()]).toEqual([400, error]);
  });

  test("that throws is answered with 500 in the protocol of the service, and is logged", async () => {
    const log = recordErrors();
    const cause = new Error("out of paper");
    const aws = emulateHandled(() => {
      throw cause;
    });
    const message = "The emulator's handler for the service s3 threw Error: out of paper.";
    expect(await readError(await aws.send(GET_OBJECT))).toEqual({
      status: 500,
      code: "InternalError",
      message,
    });
    expect(log).toEqual([[`podkey emulator: GET /report.pdf: ${message}`, cause]]);
    expect(await (await aws.send(GET_ITEM)).json()).toEqual({
      __type: "InternalError",
      message: "The emulator's handler for the service dynamodb threw Error: out of paper.",
    });
  });

  test.each([
    [undefined, "undefined"],
    [null, "null"],
    ["text", "text"],
    [{ status: 200 }, "an object"],
    [{ status: 200, headers: {} }, "an object"],
    [{ status: 0, headers: {}, body: null }, "an object"],
  ])("that returns %j instead of a Response is answered with 500, and is logged", async (value, seen) => {
    const log = recordErrors();
    const aws = emulateHandled(() => value as unknown as Response);
    const { status, message } = await readError(await aws.send(GET_OBJECT));
    expect(status).toBe(500);
    expect(message).toBe(`The emulator's handler for the service s3 returned ${seen} instead of a Response.`);
    expect(log).toHaveLength(1);
  });

  test("that returns a Response whose body was read is answered with 500", async () => {
    recordErrors();
    const aws = emulateHandled(async () => {
      const response = new Response("made");
      await response.text();
      return response;
    });
    expect((await readError(await aws.send(GET_OBJECT))).message).toBe(
      "The emulator's handler for the service s3 returned a Response whose body is already in use.",
    );
  });

  test("that returns a Response whose body is locked is answered with 500", async () => {
    recordErrors();
    const aws = emulateHandled(() => {
      const response = new Response("made");
      response.body?.getReader();
      return response;
    });
    expect((await aws.send(GET_OBJECT)).status).toBe(500);
  });

  test("gets no body for a request without one", async () => {
    const aws = emulateHandled();
    await aws.send({ ...GET_OBJECT, method: "PUT" });
    expect(aws.calls[0]?.request.body ?? null).toBeNull();
  });

  test("sees the caller's abort, which ends the request and is not logged", async () => {
    const log = recordErrors();
    const controller = new AbortController();
    const aws = emulateHandled((request) => {
      controller.abort(new Error("enough"));
      request.signal.throwIfAborted();
      return new Response();
    });
    await expect(aws.send(GET_ITEM, { signal: controller.signal })).rejects.toThrow("enough");
    expect(log).toEqual([]);
  });
});

describe("createEmulator with services", () => {
  test.each([
    ["eks", () => new Response(), "the emulator answers for it itself"],
    ["S 3", () => new Response(), "that is no signing name"],
    ["s3", new Response(), "its handler is not a function"],
  ])("refuses a handler of %j that would never be called", (name, handler, problem) => {
    const services = { [name]: handler } as unknown as Record<string, () => Response>;
    expect(() => createEmulator({ services })).toThrow(TypeError);
    expect(() => createEmulator({ services })).toThrow(`cannot answer for the service "${name}": ${problem}`);
  });
});
