import { delimiter, dirname } from "node:path";
import { faultOf, runProcess } from "../../tools/run-process.ts";
import { NODES } from "./hosts.ts";
import { type Finding, finding } from "./report.ts";

/** Runs `podkey demo` of the installed package on every supported Node. */
export async function checkCommand(project: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [version, node] of NODES)
    findings.push(await finding(`podkey demo, Node ${version}`, () => runDemo(project, node)));
  return findings;
}

/** Puts the Node to use first on the path, where the shebang of the command finds it. */
async function runDemo(project: string, node: string): Promise<string> {
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env["PATH"]}`, NO_COLOR: "1" };
  const command = [`${project}/node_modules/.bin/podkey`, "demo"];
  const outcome = await runProcess(command, { cwd: project, env });
  const fault = faultOf(outcome);
  if (fault) throw new Error(fault);
  const steps = outcome.stdout.match(/^✔ +\d+ /gm)?.length ?? 0;
  if (steps === 0) throw new Error(`printed no step: ${outcome.stdout}${outcome.stderr}`);
  return `${steps} steps`;
}
