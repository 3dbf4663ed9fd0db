import { denoCommand, podIdentity } from "./pod-services.ts";
import { askForJson, whileServed } from "./served-example.ts";
import type { AwsSurroundings } from "./surroundings.ts";

const ALLOW_ENV = "--allow-env=";

/** Runs the service without each variable that its README grants, one at a time. Throws if it works without one. */
export async function checkVariables(folder: string, aws: AwsSurroundings): Promise<string> {
  const command = denoCommand(folder, aws);
  const flag = command.find((part) => part.startsWith(ALLOW_ENV)) ?? "";
  const names = flag.slice(ALLOW_ENV.length).split(",");
  for (const name of names) {
    const fewer = `${ALLOW_ENV}${names.filter((other) => other !== name).join(",")}`;
    const lesser = command.map((part) => (part === flag ? fewer : part));
    const works = await whileServed(lesser, folder, podIdentity(aws), askForJson).then(
      () => true,
      () => false,
    );
    if (works) throw new Error(`the README grants ${name}, which the service does not read`);
  }
  return `needs each of the ${names.length} variables that its README grants`;
}
