import { documentedCommand } from "./documented-command.ts";
import type { Example } from "./example.ts";
import { askForJson, whileServed } from "./served-example.ts";
import type { AwsSurroundings } from "./surroundings.ts";

const CHECKOUT = "arn:aws:sts::111122223333:assumed-role/checkout/";
const POD_ANSWER = { arn: CHECKOUT, serviceAccounts: ["shop/checkout"] };
const TOKEN_FOLDER = "/var/run/secrets/pods.eks.amazonaws.com/serviceaccount";

/** The services that run in a pod, one for each runtime. */
export const POD_SERVICES: readonly Example[] = [
  {
    name: "node-service",
    runtime: "Node",
    answer: POD_ANSWER,
    run: (folder, aws) => whileServed(documentedCommand(folder), folder, podIdentity(aws), askForJson),
  },
  {
    name: "deno-service",
    runtime: "Deno, the README's permissions",
    answer: POD_ANSWER,
    run: (folder, aws) => whileServed(denoCommand(folder, aws), folder, podIdentity(aws), askForJson),
  },
  {
    name: "bun-service",
    runtime: "Bun, Pod Identity",
    answer: { arn: CHECKOUT },
    run: (folder, aws) => whileServed(documentedCommand(folder), folder, podIdentity(aws), askForJson),
  },
  {
    name: "bun-service",
    runtime: "Bun, IRSA",
    answer: { arn: "arn:aws:sts::111122223333:assumed-role/irsa/" },
    run: (folder, aws) => whileServed(documentedCommand(folder), folder, irsa(aws), askForJson),
  },
];

/** Returns the variables that EKS sets in a pod, and the endpoint of the emulator. */
export function podIdentity({ agent, emulator, podTokenFile }: AwsSurroundings): Record<string, string> {
  return {
    AWS_REGION: "us-west-2",
    AWS_ENDPOINT_URL: emulator.url,
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `${agent.url}/v1/credentials`,
    AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: podTokenFile,
    CLUSTER_NAME: "demo",
  };
}

function irsa({ emulator, webTokenFile }: AwsSurroundings): Record<string, string> {
  return {
    AWS_REGION: "us-west-2",
    AWS_ENDPOINT_URL: emulator.url,
    AWS_ROLE_ARN: "arn:aws:iam::111122223333:role/irsa",
    AWS_WEB_IDENTITY_TOKEN_FILE: webTokenFile,
  };
}

/** Returns the command in the README of the Deno service, with the emulator's host instead of AWS's. */
export function denoCommand(folder: string, { agent, emulator, podTokenFile }: AwsSurroundings): string[] {
  const aws = new URL(emulator.url).host;
  return documentedCommand(folder, {
    "0.0.0.0:8080": "0.0.0.0:0",
    "169.254.170.23:80": new URL(agent.url).host,
    "sts.us-west-2.amazonaws.com:443": aws,
    "eks.us-west-2.amazonaws.com:443": aws,
    [`${TOKEN_FOLDER}/eks-pod-identity-token`]: podTokenFile,
  });
}
