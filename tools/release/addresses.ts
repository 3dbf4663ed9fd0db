import { readFileSync } from "node:fs";
import { ROOT } from "../manifest.ts";

interface Addresses {
  readonly homepage?: string;
  readonly repository?: { readonly url?: string };
  readonly bugs?: { readonly url?: string };
}

/** Names that RFC 2606 reserves: a placeholder, until the project has a public home. */
const RESERVED = /[/.](?:example|invalid|test|localhost)(?:[/:]|$)|[/.]example\.(?:com|net|org)(?:[/:]|$)/;

const LINK = /\]\((https?:[^)\s]+)\)/g;

/** Finds addresses in `package.json` that are absent or placeholders, and links to placeholders in the page that npm shows. */
export function checkAddresses(): string[] {
  return [...manifestFaults(), ...readmeFaults()];
}

function readmeFaults(): string[] {
  const readme = readFileSync(`${ROOT}/README.md`, "utf8");
  const links = [...readme.matchAll(LINK)].map(([, link = ""]) => link);
  const placeholders = links.filter((link) => RESERVED.test(link));
  const [first] = placeholders;
  return first === undefined
    ? []
    : [`README.md: ${placeholders.length} links are placeholders, the first is ${first}`];
}

function manifestFaults(): string[] {
  const { homepage, repository, bugs }: Addresses = JSON.parse(readFileSync(`${ROOT}/package.json`, "utf8"));
  const addresses = { homepage, "repository.url": repository?.url, "bugs.url": bugs?.url };
  return Object.entries(addresses).flatMap(([member, address]) => {
    if (address === undefined) return [`package.json: ${member} is not set`];
    return RESERVED.test(address) ? [`package.json: ${member} is the placeholder ${address}`] : [];
  });
}
