import { stdout } from "node:process";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

/** Prints who the AWS SDK is by its default settings. */
const { Arn } = await new STSClient().send(new GetCallerIdentityCommand());
stdout.write(String(Arn));
