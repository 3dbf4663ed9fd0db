import { relative } from "node:path";
import ts from "typescript";
import type { PublicExport } from "./public-api.ts";

/** Finds each public export without a docstring. */
export function checkDocstrings(api: readonly PublicExport[]): string[] {
  return declarationsOf(api).filter(lacksDocstring).map(faultOf);
}

/** Finds each member of a public type without a docstring: `api/` marks it "(undocumented)". */
export function checkMemberDocstrings(api: readonly PublicExport[]): string[] {
  return declarationsOf(api).flatMap(membersOf).filter(lacksDocstring).map(faultOf);
}

function declarationsOf(api: readonly PublicExport[]): ts.Declaration[] {
  return [...new Set(api.flatMap(({ declarations }) => declarations))];
}

function membersOf(node: ts.Node): ts.Declaration[] {
  if (ts.isInterfaceDeclaration(node) || ts.isTypeLiteralNode(node)) return [...node.members];
  if (ts.isClassDeclaration(node)) return node.members.filter(isPublic);
  if (ts.isTypeAliasDeclaration(node)) return membersOf(node.type);
  return [];
}

function isPublic(member: ts.ClassElement): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  if (ts.isConstructorDeclaration(member)) return false;
  const isHidden = (ts.getCombinedModifierFlags(member) & hidden) !== 0;
  return (
    !isHidden && !ts.isSemicolonClassElement(member) && !(member.name && ts.isPrivateIdentifier(member.name))
  );
}

function lacksDocstring(node: ts.Node): boolean {
  const owner = ts.isVariableDeclaration(node) ? node.parent.parent : node;
  return !ts.getJSDocCommentsAndTags(owner).some(ts.isJSDoc);
}

function faultOf(declaration: ts.Declaration): string {
  const file = declaration.getSourceFile();
  const line = file.getLineAndCharacterOfPosition(declaration.getStart()).line + 1;
  const name = ts.getNameOfDeclaration(declaration)?.getText() ?? "constructor";
  return `${relative(process.cwd(), file.fileName)}:${line}: ${ownerOf(declaration)}${name} has no docstring`;
}

function ownerOf({ parent }: ts.Declaration): string {
  if (ts.isInterfaceDeclaration(parent) || ts.isClassDeclaration(parent))
    return `${parent.name?.text ?? ""}.`;
  return "";
}
