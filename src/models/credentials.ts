import { PROCESS_OUTPUT, type ProcessOutput, toCredentials } from "../aws/credential-process.ts";
import type { AwsCredentials } from "../aws/credentials.ts";
import { decodeContainerCredentials as readContainerCredentials } from "../credentials/providers/container/response.ts";
import {
  type AnswerModel,
  answerSchema,
  decodeAnswer,
  decodeWith,
  type ModelSchema,
  readerSchema,
} from "./model-schema.ts";

const CONTAINER = { service: "container-credentials", operation: "GetCredentials" };
const PROCESS: AnswerModel<ProcessOutput, AwsCredentials> = {
  shape: PROCESS_OUTPUT,
  toOutput: toCredentials,
  context: { service: "credential_process", operation: "output" },
};

/** Returns the schema of a container endpoint's answer (ECS, the EKS Pod Identity Agent). */
export function containerCredentialsSchema(): ModelSchema<unknown, AwsCredentials> {
  return readerSchema((body) => readContainerCredentials(body, CONTAINER));
}

/**
 * Reads a container endpoint's answer (ECS, the EKS Pod Identity Agent). Drops members that podkey does not know, for example
 * `RoleArn`. Throws `INVALID_RESPONSE` for anything else.
 */
export function decodeContainerCredentials(json: unknown): AwsCredentials {
  return decodeWith(readContainerCredentials, json, CONTAINER);
}

/** Returns the schema of what a `credential_process` prints. */
export function credentialProcessSchema(): ModelSchema<unknown, AwsCredentials> {
  return answerSchema(PROCESS);
}

/**
 * Reads what a `credential_process` prints. Does not check whether the credentials have expired. Drops members that podkey does
 * not know. Throws `INVALID_RESPONSE` for anything else.
 */
export function decodeCredentialProcess(json: unknown): AwsCredentials {
  return decodeAnswer(PROCESS, json);
}
