import type * as sdk from "@aws-sdk/client-eks";
import type { StandardSchemaV1 } from "@standard-schema/spec";
import type * as models from "../../src/models/index.ts";
import { decodeServiceError } from "../../src/models/index.ts";

/** Narrows an error and its members by AWS's name. An error that podkey does not list is a case of its own. */
export function describe(response: models.WireResponse): string | undefined {
  const error = decodeServiceError(response);
  switch (error.name) {
    case "ResourceInUseException": {
      // @ts-expect-error this error has no Fargate profile
      const profile: string | undefined = error.members.fargateProfileName;
      return error.members.clusterName ?? profile;
    }
    case "Unmodelled":
      return error.awsCode;
    default: {
      const handledIsOut: "ResourceInUseException" extends typeof error.name ? false : true = true;
      // @ts-expect-error some of the other errors have no cluster
      const cluster: string | undefined = error.members["clusterName"];
      return `${cluster} ${handledIsOut}`;
    }
  }
}

type EksCode =
  | "ClientException"
  | "InvalidParameterException"
  | "InvalidRequestException"
  | "ResourceInUseException"
  | "ResourceLimitExceededException"
  | "ResourceNotFoundException"
  | "ServerException"
  | "ThrottlingException";
type Listed<T> = keyof { [Name in keyof T as string extends Name ? never : Name]: T[Name] };
type OfSdk<Code extends EksCode> = Exclude<
  keyof InstanceType<(typeof sdk)[Code]>,
  keyof sdk.EKSServiceException
>;
type OfPodkey<Code extends EksCode> = Listed<models.ListedErrorResponse<Code>["members"]>;
type Same<A, B> = [A, B] extends [B, A] ? true : false;

/** The members of EKS's errors are those that the AWS SDK knows. */
export const SAME_MEMBERS: { readonly [Code in EksCode]: Same<OfSdk<Code>, OfPodkey<Code>> } = {
  ClientException: true,
  InvalidParameterException: true,
  InvalidRequestException: true,
  ResourceInUseException: true,
  ResourceLimitExceededException: true,
  ResourceNotFoundException: true,
  ServerException: true,
  ThrottlingException: true,
};

/** Takes any Standard Schema whose input and output are these. */
export declare function accept<Input, Output>(schema: StandardSchemaV1<Input, Output>): Output;

/** A schema of podkey is one, with the model's types. */
export type Accepted = [
  ReturnType<typeof accept<unknown, models.PodIdentityAssociation>>,
  StandardSchemaV1.InferOutput<ReturnType<typeof models.podIdentityAssociationSchema>>,
  StandardSchemaV1.InferInput<ReturnType<typeof models.createPodIdentityAssociationInputSchema>>,
];
