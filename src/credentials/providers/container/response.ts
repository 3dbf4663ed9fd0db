import { type CallContext, ServiceError } from "../../../errors/call-errors.ts";
import { readRestJsonError } from "../../../http/protocols/rest-json.ts";
import { retryAfterMs } from "../../../http/response-headers.ts";
import type { Answer } from "../../../http/send-once.ts";
import { redact } from "../../../lib/redact.ts";

/** `[request-id]: (Code): message, fault: client`, as the EKS Pod Identity Agent passes on what EKS Auth said. */
const AGENT_ERROR = /^\[([^\]]*)\]: \((\w+)\): ([\s\S]*?)(?:, fault: \w+)?$/;

/** What was asked of the endpoint. */
export interface ContainerCall {
  readonly context: CallContext;
  readonly nowMs: number;
  readonly secrets: readonly string[];
}

/** Makes an error of an answer other than 200: the agent's in plain text, ECS's and others' in JSON. */
export function toContainerError(answer: Answer, { context, nowMs, secrets }: ContainerCall): ServiceError {
  const { status, headers } = answer;
  const [, agentRequestId, agentCode, agentMessage] = AGENT_ERROR.exec(answer.body.trim()) ?? [];
  const other = readRestJsonError(answer);
  const said = {
    awsCode: agentCode ?? other.awsCode,
    awsMessage: agentMessage ?? other.awsMessage,
    requestId: agentRequestId || other.requestId,
  };
  return new ServiceError({
    ...context,
    ...redact(said, secrets),
    status,
    retryable: status === 429 || status >= 500,
    retryAfterMs: retryAfterMs(headers, nowMs),
  });
}
