import { describe, expect, it } from "vitest";
import { NOW_MS } from "../../support/aws-examples.ts";
import { agentScene, keyOf } from "./agent-scene.ts";
import { rawRequest, readAnswer } from "./answer.ts";
import { podToken } from "./pod-token.ts";

const HONEST = podToken("honest");
const MEGABYTE = 1_000_000;

/** Sends a header that a `Request` may not admit, and asks for an honest pod before and after it. */
async function attack(authorization: string) {
  const { agent, clock, get, source } = agentScene();
  await get(HONEST);
  const request = rawRequest({ authorization, host: "169.254.170.23" });
  const answer = await readAnswer(await clock.settle(agent.fetch(request)));
  return { answer, exchanges: source.calls.length - 1, honest: await get(HONEST), kept: agent.state().kept };
}

/** Makes a token with this text as its payload. */
function tokenOf(payload: string): string {
  const bytes = new TextEncoder().encode(payload);
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  const base64url = btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return `${HONEST.split(".")[0]}.${base64url}.c2ln`;
}

/** Returns claims as JSON text that begins with the given members. */
function claimsText(members: string): string {
  const exp = NOW_MS / 1000 + 3600;
  return `{${members}"iss":"https://issuer.example.com","sub":"system:serviceaccount:shop:checkout","aud":"pods.eks.amazonaws.com","exp":${exp}}`;
}

describe("a hostile Authorization header", () => {
  it.each([
    ["a token of 1 MB", "a".repeat(MEGABYTE)],
    ["a JWT of 1 MB", `${HONEST.split(".")[0]}.${"a".repeat(MEGABYTE)}.c2ln`],
    ["an empty header", ""],
    ["Bearer alone", "Bearer "],
    ["Bearer and a token", `Bearer ${HONEST}`],
    ["bearer in other letters", `bEARER ${HONEST}`],
    ["Basic", "Basic YWxhZGRpbjpvcGVuc2VzYW1l"],
    ["two tokens", `${HONEST}, ${HONEST}`],
    ["two tokens without a space", `${HONEST},${HONEST}`],
    ["a token and another header", `${HONEST}\r\nx-injected: yes`],
    ["a lone line feed", `${HONEST}\n`],
    ["a lone carriage return", `\r${HONEST}`],
    ["a NUL", `${HONEST}\0`],
    ["a tab", `${HONEST}\t`],
    ["a Latin letter", `${HONEST}é`],
    ["a letter beyond Latin", `${HONEST}ł`],
    ["half of a surrogate pair", `${HONEST}\ud83d`],
    ["a NUL alone", "\0"],
    ["dots", ".."],
    ["many dots", ".".repeat(8000)],
    ["characters outside base64url", "!!!.???.***"],
    ["an encrypted token", `${HONEST}.a.b`],
    ["a list as a payload", tokenOf("[]")],
    ["a string as a payload", tokenOf('"claims"')],
    ["null as a payload", tokenOf("null")],
    ["half a payload", tokenOf('{"sub":')],
    ["a deep payload", tokenOf(`{"a":${"[".repeat(2500)}${"]".repeat(2500)}}`)],
    ["bytes that are not UTF-8", `${HONEST.split(".")[0]}._w.c2ln`],
  ])(
    "(%s) is refused with 400 without an exchange, and does not affect another pod",
    async (_name, authorization) => {
      const { answer, exchanges, honest, kept } = await attack(authorization);

      expect(answer.status).toBe(400);
      expect(answer.text).toMatch(
        /^\[[\da-f-]{36}\]: \(InvalidTokenException\): [^\n]{1,200}, fault: client\n$/,
      );
      expect(exchanges).toBe(0);
      expect(honest.key).toBe(keyOf(1));
      expect(kept).toBe(1);
    },
  );

  it("is refused beyond maxTokenBytes", async () => {
    const { get } = agentScene({ maxTokenBytes: HONEST.length });
    expect((await get(HONEST)).status).toBe(200);
    const { status, text } = await get(`${HONEST}A`);

    expect(status).toBe(400);
    expect(text).toContain(`longer than ${HONEST.length} bytes`);
  });
});

describe("claims of an unexpected shape", () => {
  const pod = '"kubernetes.io":{"namespace":"shop","serviceaccount":{"name":"checkout","uid":"1"},"pod":';

  it.each([
    ["no subject", claimsText("").replace('"sub"', '"bus"')],
    [
      "a subject that is a list",
      claimsText("").replace(/"sub":"[^"]+"/, '"sub":["system:serviceaccount:a:b"]'),
    ],
    ["a subject of too many parts", claimsText("").replace("shop:checkout", "shop:checkout:x")],
    ["a subject without a name", claimsText("").replace("shop:checkout", "shop:")],
    ["a subject without a namespace", claimsText("").replace("shop:checkout", ":checkout")],
    ["a subject of too few parts", claimsText("").replace("shop:checkout", "shop")],
    ["a subject that only ends like a service account", claimsText("").replace("system:", "x:system:")],
    ["a subject of a node", claimsText("").replace("system:serviceaccount:shop", "system:node:shop")],
    [
      "a subject of an anonymous user",
      claimsText("").replace("system:serviceaccount:shop:checkout", "system:anonymous"),
    ],
    ["a subject of two lines", claimsText("").replace("shop:checkout", "shop:checkout\\nsystem:masters")],
    ["an expiration in words", claimsText("").replace(/"exp":\d+/, '"exp":"tomorrow"')],
    ["an expiration that is an object", claimsText("").replace(/"exp":\d+/, '"exp":{"valueOf":1}')],
    ["no expiration", claimsText("").replace('"exp"', '"pxe"')],
    [
      "an audience that is an object",
      claimsText("").replace(/"aud":"[^"]+"/, '"aud":{"0":"pods.eks.amazonaws.com"}'),
    ],
    ["audiences of audiences", claimsText("").replace(/"aud":"[^"]+"/, '"aud":[["pods.eks.amazonaws.com"]]')],
    [
      "the expiration in a prototype",
      claimsText('"__proto__":{"exp":9999999999},').replace('"exp":1', '"pxe":1'),
    ],
    ["kubernetes.io as a string", claimsText('"kubernetes.io":"shop",')],
    ["kubernetes.io as null", claimsText('"kubernetes.io":null,')],
    ["kubernetes.io as a list", claimsText('"kubernetes.io":[],')],
    ["kubernetes.io without a service account", claimsText('"kubernetes.io":{"namespace":"shop"},')],
    ["a pod as a string", claimsText(`${pod}"checkout-0"},`)],
    ["a pod without a uid", claimsText(`${pod}{"name":"checkout-0"}},`)],
    ["a pod whose uid is a number", claimsText(`${pod}{"name":"checkout-0","uid":1}},`)],
  ])("(%s) are refused with 400", async (_name, payload) => {
    const { answer, exchanges, honest } = await attack(tokenOf(payload));

    expect(answer.status).toBe(400);
    expect(answer.text).toMatch(/\(InvalidTokenException\): [^\n]{1,300}, fault: client\n$/);
    expect(exchanges).toBe(0);
    expect(honest.key).toBe(keyOf(1));
  });

  it.each([
    ["a prototype", claimsText('"__proto__":{"isAdmin":true,"aud":"x"},')],
    ["a constructor", claimsText('"constructor":{"prototype":{"isAdmin":true}},')],
    ["an infinite expiration", claimsText("").replace(/"exp":\d+/, '"exp":1e999')],
    [
      "thousands of members",
      claimsText(Array.from({ length: 300 }, (_, index) => `"claim-${index}":{},`).join("")),
    ],
    ["a member twice", claimsText('"sub":"system:node:a",')],
    ["no pod", claimsText("")],
    ["a pod called __proto__", claimsText(`${pod}{"name":"__proto__","uid":"__proto__"}},`)],
  ])("(%s) are accepted, and the exchange decides", async (_name, payload) => {
    const { answer, exchanges, honest, kept } = await attack(tokenOf(payload));

    expect(answer.key).toBe(keyOf(2));
    expect(exchanges).toBe(1);
    expect(honest.key).toBe(keyOf(1));
    expect(kept).toBe(2);
    expect(Reflect.get({}, "isAdmin")).toBeUndefined();
  });
});

describe("a thousand malformed requests at once", () => {
  it("are all refused while a pod gets its credentials without delay", async () => {
    const { agent, ask, clock, source } = agentScene({ latencyMs: 100 });
    const odd = ["", "Bearer x", "a.b.c", tokenOf("{}"), "é", "x".repeat(9000)];
    const requests = Array.from({ length: 1000 }, (_, index) => {
      return agent.fetch(
        rawRequest({ authorization: odd[index % odd.length] ?? "", host: "169.254.170.23" }),
      );
    });
    const honest = ask(HONEST);
    const answers = await clock.settle(Promise.all(requests));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400]));
    expect((await readAnswer(await clock.settle(honest))).key).toBe(keyOf(1));
    expect(source.calls).toHaveLength(1);
    expect(clock.now() - NOW_MS).toBe(100);
  });
});
