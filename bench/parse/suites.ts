import {
  DescribePodIdentityAssociation$,
  EKSClient,
  ListPodIdentityAssociations$,
} from "@aws-sdk/client-eks";
import { HttpResponse } from "@smithy/core/protocols";
import { parseJsonObject } from "../../src/aws/decode.ts";
import { parseResponse } from "../../src/aws/parse.ts";
import type { Shape } from "../../src/aws/shape.ts";
import { ASSOCIATION_PAGE, ASSOCIATION_RESPONSE } from "../../src/eks/association.ts";
import { utf8 } from "../../src/lib/bytes.ts";
import type { Suite } from "../framework/rounds.ts";

const LIST_LENGTH = 100;
const CONTEXT = { service: "eks", operation: "ListPodIdentityAssociations", status: 200 };

type SdkOperation = typeof ListPodIdentityAssociations$ | typeof DescribePodIdentityAssociation$;

/** Parsers of responses, from bytes to typed values. */
export async function suites(): Promise<Suite[]> {
  const page = utf8(
    JSON.stringify({ associations: Array.from({ length: LIST_LENGTH }, (_, index) => summary(index)) }),
  );
  const one = utf8(JSON.stringify({ association: association() }));
  return [
    {
      name: `a list of ${LIST_LENGTH}`,
      contenders: [
        { name: "podkey", kind: "podkey", run: () => read(ASSOCIATION_PAGE, page) },
        { name: "AWS SDK, client-eks", kind: "peer", run: readBySdk(ListPodIdentityAssociations$, page) },
        { name: "JSON.parse alone", kind: "floor", run: () => JSON.parse(textOf(page)) },
      ],
    },
    {
      name: "one association",
      contenders: [
        { name: "podkey", kind: "podkey", run: () => read(ASSOCIATION_RESPONSE, one) },
        { name: "AWS SDK, client-eks", kind: "peer", run: readBySdk(DescribePodIdentityAssociation$, one) },
        { name: "JSON.parse alone", kind: "floor", run: () => JSON.parse(textOf(one)) },
      ],
    },
  ];
}

function read<Output>(shape: Shape<Output>, bytes: Uint8Array): Output {
  return parseResponse(shape, parseJsonObject(textOf(bytes), CONTEXT), CONTEXT);
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** The part of the AWS SDK's protocol that parses a response. */
interface SdkProtocol {
  deserializeResponse(operation: object, context: object, response: HttpResponse): Promise<unknown>;
}

/** Parses a response with the AWS SDK's client, without the rest of a call. */
function readBySdk(operation: SdkOperation, body: Uint8Array): () => unknown {
  const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "unused" };
  const { config } = new EKSClient({ region: "us-west-2", credentials });
  const protocol = config.protocol as unknown as SdkProtocol;
  const [, namespace, name, traits, input, output] = operation;
  const headers = { "content-type": "application/json" };
  return () => {
    const response = new HttpResponse({ statusCode: 200, headers, body });
    return protocol.deserializeResponse({ namespace, name, traits, input, output }, config, response);
  };
}

function summary(index: number): Record<string, unknown> {
  const associationId = `a-${String(index).padStart(17, "0")}`;
  return {
    clusterName: "demo",
    namespace: "shop",
    serviceAccount: `checkout-${index}`,
    associationArn: `arn:aws:eks:us-west-2:111122223333:podidentityassociation/demo/${associationId}`,
    associationId,
    ownerArn: null,
  };
}

function association(): Record<string, unknown> {
  return {
    ...summary(1),
    roleArn: "arn:aws:iam::111122223333:role/checkout",
    tags: { team: "shop", stage: "prod" },
    createdAt: 1_795_305_600.123,
    modifiedAt: 1_795_305_600.123,
    disableSessionTags: false,
    targetRoleArn: "arn:aws:iam::444455556666:role/orders-reader",
    externalId: "01234567-89ab-cdef-0123-456789abcdef",
  };
}
