import { patternOf, readRooms } from "./tools/shape/rooms.ts";

/**
 * Says who may import whom. This file is the only place that does: `npm run shape` checks it, and the picture in
 * docs/architecture.md is drawn from it.
 *
 * A line at the margin begins a block and names the blocks that it stands on. Below it each line is a layer: a file
 * imports from its own room and from the rooms on the lines above. Rooms in braces never import one another. A room
 * holds the files directly in its folder, so a new folder needs a place in the list.
 */
const LAYERS = `
facts
  src/lib
  src/errors
  src/aws
library on facts
  src/digest.ts
  src/ports.ts
  src/tokens
  src/signing
  src/http
  src/http/protocols
  src/{eks,eks-auth,sts}
  src/credentials/providers/container
  src/credentials/providers/instance
  src/credentials/{providers,refresh}
  src/credentials/sharing
  src/stores
  src/stores/sealed
  src/credentials/session
  src/index.ts
  src/models
  src/agent/answer
  src/agent/tokens
  src/agent/upstream
  src/agent/identities
  src/agent/metrics
  src/agent
emulator on facts
  src/emulator/wire
  src/emulator/world
  src/emulator/{sigv4,kubernetes}
  src/emulator/{eks,eks-auth,sts,instance-metadata,services,expectations}
  src/emulator
runtimes on facts, library
  runtimes/shared
  runtimes/shared/{file-store,server}
  runtimes/{node,deno,bun,cloudflare}
cli on facts, library, emulator, runtimes
  cli/io
  cli/{agent,demo,emulator}
  cli
tools on facts, library, emulator, runtimes, cli
  tools
  tools/{build,shape,size,release,types,models,mutation,notices,histories}
test on facts, library, emulator, runtimes, cli, tools
  test/capabilities.ts
  test/support
  test/fuzz
  test/simulation
  test/contract
  test/cases/credentials/refresh
  test/cases/{,agent,aws,credentials/providers,credentials/session,eks,emulator,errors,http,lib,models,runtimes,signing,stores,sts,tokens}
  test/contract/processes
  test/contract/redis
  test/contract/{node,deno,bun,workerd}
  test/node
  test/node/{serve,transport}
  test/node/cli
  test/package
  test/package/program
  test/types
  test/examples
  test/cloudflare
  test/interop/kubernetes
  test/interop
  test/interop/agent
  test/runner
  test/bare
  test/{run.ts,run-on.ts,runtimes-page.ts}
bench on facts, library, emulator, runtimes, cli, tools
  bench/framework
  bench/fresh
  bench/{agent,cold-start,exchanges,growth,install,operations,parse,signing,size,stores}
  bench/report
  bench
`;

/** The packages that users install with podkey, and the rooms that may import each. */
const PACKAGES = {
  aws4fetch: {
    rooms: ["src/signing"],
    reason: "it guesses service and region, so one room keeps it in check",
  },
  jose: {
    rooms: ["src/stores/sealed", "src/agent/tokens", "src/emulator/**"],
    reason: "it is heavy, so only rooms that verify, seal or issue JWTs load it",
  },
  valibot: {
    rooms: ["src/models"],
    reason: "it weighs more than a small bundle may, and its issues quote their input",
  },
};

const PROJECT = "^(src|runtimes|cli|tools|test|bench)/";
const ENTRY = "^(src|runtimes)(/|/.*/)index[.]ts$";

/** Every room with the rooms that it may import, in the order of the list. */
export const ROOMS = readRooms(LAYERS);

const orderOfRooms = ROOMS.map(({ room, mayImport }) => ({
  name: `${room}-imports-only-rooms-above`,
  comment: `${room} may import ${mayImport.join(", ") || "no other room"}. Move the code to a room that may, or move what it needs up.`,
  from: { path: patternOf(room) },
  to: { path: PROJECT, pathNot: [room, ...mayImport].map(patternOf) },
}));

const packages = Object.entries(PACKAGES).map(([name, { rooms, reason }]) => ({
  name: `${name}-only-where-it-is-needed`,
  comment: `Only ${rooms.join(", ")} import ${name}: ${reason}. Call a function of such a room instead.`,
  from: { path: "^(src|runtimes|cli)/", pathNot: rooms.map(patternOf) },
  to: { path: `node_modules/${name}/` },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: severe([
    ...orderOfRooms,
    ...packages,
    {
      name: "no-ring",
      comment: "These files import each other in a ring. Move what they share into a file that both import.",
      from: {},
      to: { circular: true },
    },
    {
      name: "a-folder-needs-a-line",
      comment:
        "This folder is no room yet. Give it a line in .dependency-cruiser.mjs, where it belongs in the order.",
      from: { path: PROJECT, pathNot: ROOMS.map(({ room }) => patternOf(room)) },
      to: {},
    },
    {
      name: "entries-are-for-users",
      comment: "Import the file that holds the name. An index.ts pulls its whole subpath into the graph.",
      from: { path: "^(src|runtimes|cli|tools|bench)/", pathNot: ENTRY },
      to: { path: ENTRY },
    },
    {
      name: "no-vague-file-name",
      comment: "Name the file for the concept that it holds.",
      from: {},
      to: { path: "/(utils?|helpers?|common|misc|shared|types|constants)[.]ts$", pathNot: "node_modules" },
    },
    {
      name: "no-orphan",
      comment: "Nothing imports this file, and it imports nothing. Delete it, or export it from an entry.",
      from: { orphan: true, path: "^src/" },
      to: {},
    },
    {
      name: "no-package-beyond-three",
      comment: `src and runtimes import ${Object.keys(PACKAGES).join(", ")} and no other package. Users install each one.`,
      from: { path: "^(src|runtimes)/" },
      to: { path: "node_modules/", pathNot: Object.keys(PACKAGES).map((name) => `node_modules/${name}/`) },
    },
    {
      name: "command-bundles-two-packages",
      comment: "The command bundles commander and @smithy/*. A package more needs its notice and its reason.",
      from: { path: "^cli/" },
      to: { path: "node_modules/", pathNot: "node_modules/(commander|@smithy/[^/]+)/" },
    },
    {
      name: "no-runtime-modules-in-the-core",
      comment:
        "Only runtimes/node, cli, tools, test and bench import node: modules. Take what you need from a port.",
      from: { path: "^(src|runtimes)/", pathNot: "^runtimes/node/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "no-unresolved-import",
      comment: "This import leads nowhere. Correct its path, or add the package to package.json.",
      from: { path: "^(src|runtimes|cli|tools)/" },
      to: { couldNotResolve: true, pathNot: "^(cloudflare:|bun:|podkey)" },
    },
  ]),
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)dist/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "test/tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "default"] },
  },
};

function severe(rules) {
  return rules.map((rule) => ({ ...rule, severity: "error" }));
}
