import { expect, it } from "vitest";
import { type Exchange, isCreate, isToken, tellWith } from "./lying-aws.ts";

const TIMEOUT_MS = 30_000;

/** The lines of the steps, in order. */
const STORY = [
  /^a-\w+: pods with the service account shop\/checkout get arn:aws:iam::111122223333:role\/checkout$/,
  /^arn:aws:eks:us-west-2:111122223333:podidentityassociation\/demo\/a-\w+$/,
  /^409 ResourceInUseException: Association already exists: a-\w+$/,
  /^a service account has one association per cluster;/,
  /^after 1 more attempt, the exchange succeeds$/,
  /^token eyJh… \(\d+ characters\) of system:serviceaccount:shop:checkout$/,
  /^audience pods\.eks\.amazonaws\.com, expires at \d{4}-/,
  /^issuer http:\/\/127\.0\.0\.1:\d+\/id\/\w+$/,
  /^EKS Auth returns credentials of arn:aws:sts::111122223333:assumed-role\/checkout\//,
  /^access key ASIA\w+, secret .{4}… \(40 characters\), session token .{4}… \(\d+ characters\)$/,
  /^expire at \d{4}-/,
  /^STS verified the signature: the caller is arn:aws:sts::111122223333:assumed-role\/checkout\//,
  /^account 111122223333, user id AROA\w+:eks-demo-checkout-/,
  /^EKS now assumes arn:aws:iam::111122223333:role\/checkout-bridge$/,
  /^and, with that role, arn:aws:iam::444455556666:role\/orders-reader$/,
  /sts:ExternalId [\w-]+$/,
  /^the same token now gets arn:aws:sts::444455556666:assumed-role\/orders-reader\//,
  /^STS verified the signature: the caller is arn:aws:sts::444455556666:assumed-role\/orders-reader\//,
  /^account 444455556666, user id AROA\w+:eks-demo-checkout-/,
  /^requested for 12 h, valid until \d{4}-.*, when its credentials expire$/,
  /^a request without credentials gets 200$/,
  /^404 ResourceNotFoundException: No pod identity association found/,
  /^without an association there are no new credentials;/,
  /^signed one body and sent another: 403 SignatureDoesNotMatch$/,
];

it("podkey demo tells its whole story if AWS answers as it should", { timeout: TIMEOUT_MS }, async () => {
  const seen: Exchange[] = [];
  const { titles, lines, failure } = await tellWith((exchange) => void seen.push(exchange));

  expect([failure, titles.length]).toEqual([undefined, 11]);
  expect(lines.slice(2)).toEqual(STORY.map((line) => expect.stringMatching(line)));
  expect(JSON.parse(seen.find(isCreate)?.body ?? "")).toMatchObject({ tags: { team: "shop" } });
  const tokenRequest = seen.find(isToken);
  expect(tokenRequest?.contentType).toBe("application/json");
  expect(JSON.parse(tokenRequest?.body ?? "")).toEqual({
    apiVersion: "authentication.k8s.io/v1",
    kind: "TokenRequest",
    spec: {
      audiences: ["pods.eks.amazonaws.com"],
      expirationSeconds: 3600,
      boundObjectRef: {
        kind: "Pod",
        apiVersion: "v1",
        name: "checkout-7d4b9",
        uid: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      },
    },
  });
});
