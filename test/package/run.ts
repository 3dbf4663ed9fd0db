import { installInto, packInto } from "../../tools/install-package.ts";
import { codeSubpaths, readManifest } from "../../tools/manifest.ts";
import { withTemporaryFolder } from "../../tools/temporary-folder.ts";
import { checkBundles } from "./check-bundles.ts";
import { checkCommand } from "./check-command.ts";
import { checkConsumerTypes } from "./check-consumer-types.ts";
import { checkFiles } from "./check-files.ts";
import { checkManifest } from "./check-manifest.ts";
import { checkPrograms, type NamesBySpecifier } from "./check-programs.ts";
import { HOSTS, runOnHost } from "./hosts.ts";
import { writePrograms } from "./programs.ts";
import { print } from "./report.ts";

// Packs the project, installs the tarball in an empty project, and checks there what users get.
await withTemporaryFolder(async (project) => {
  const tarball = await packInto(project);
  print(await checkManifest(tarball.path));
  await installInto(project, [tarball.path]);
  const programs = await writePrograms(project, codeSubpaths(readManifest()));
  const names: NamesBySpecifier = new Map();
  for (const host of HOSTS)
    print([await checkPrograms(host.name, programs, (program) => runOnHost(host, project, program), names)]);
  print(await checkBundles(project, programs, names));
  print(await checkCommand(project));
  print(await checkFiles(project));
  print(await checkConsumerTypes(project));
});
