import type { ThirdParty } from "./third-parties.ts";

/** Writes the notices that the licenses of bundled packages ask for, each license text once. */
export function writeNotices(parties: readonly ThirdParty[]): string {
  const byText = Map.groupBy(
    parties.filter(({ isBundled }) => isBundled),
    ({ license, licenseText }) => `${license}\n\n${licenseText}`,
  );
  const sections = [...byText].map(([text, members]) => {
    const names = members.map(({ name, version }) => `${name} ${version}`).join(", ");
    return `${"-".repeat(80)}\n\n${names}\n\n${text}\n`;
  });
  return `podkey contains code of these packages in dist/cli.js and the files that it imports.\n\n${sections.join("\n")}`;
}

/**
 * Writes a software bill of materials: CycloneDX 1.6 with the bundled packages and the run-time dependencies. It has no time and no
 * serial number, so that the same packages give the same text.
 */
export function writeSbom(podkey: { readonly version: string }, parties: readonly ThirdParty[]): string {
  const root = purlOf({ name: "podkey", version: podkey.version });
  const sbom = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      component: { type: "library", "bom-ref": root, name: "podkey", version: podkey.version, purl: root },
    },
    components: parties.map(componentOf),
    dependencies: [
      { ref: root, dependsOn: parties.map(purlOf) },
      ...parties.map((party) => ({ ref: purlOf(party) })),
    ],
  };
  return `${JSON.stringify(sbom, undefined, 2)}\n`;
}

function componentOf(party: ThirdParty): object {
  const [scope, name] = party.name.startsWith("@") ? party.name.split("/") : [undefined, party.name];
  return {
    type: "library",
    "bom-ref": purlOf(party),
    ...(scope && { group: scope }),
    name,
    version: party.version,
    scope: "required",
    hashes: [{ alg: "SHA-512", content: party.sha512 }],
    licenses: [{ expression: party.license }],
    purl: purlOf(party),
    properties: [
      { name: "podkey:delivery", value: party.isBundled ? "bundled into dist/" : "installed by npm" },
    ],
  };
}

function purlOf({ name, version }: Pick<ThirdParty, "name" | "version">): string {
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}
