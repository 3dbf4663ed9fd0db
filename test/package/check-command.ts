import { delimiter, dirname } from "node:path";
import { faultOf, runProcess } from "../../tools/run-process.ts";
import { NODES } from "./hosts.ts";
import { type Finding, finding } from "./report.ts";

/** The command of the installed package plays the demo, on every Node, as `npx podkey demo` starts it. */
export async function checkCommand(project: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [version, node] of NODES)
    findings.push(await finding(`podkey demo, Node ${version}`, () => playDemo(project, node)));
  return findings;
}

/** The command is started by its shebang, which finds the first `node` on the path. */
async function playDemo(project: string, node: string): Promise<string> {
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env["PATH"]}`, NO_COLOR: "1" };
  const command = [`${project}/node_modules/.bin/podkey`, "demo"];
  const outcome = await runProcess(command, { cwd: project, env });
  const fault = faultOf(outcome);
  if (fault) throw new Error(fault);
  const steps = outcome.stdout.match(/^✔ +\d+ /gm)?.length ?? 0;
  if (steps === 0) throw new Error(`printed no step: ${outcome.stdout}${outcome.stderr}`);
  return `${steps} steps`;
}
