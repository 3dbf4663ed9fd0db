/** The kinds in the manifests of the examples, by group and version. */
const KINDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  v1: { ConfigMap: "configmaps", Pod: "pods", ServiceAccount: "serviceaccounts" },
  "apps/v1": { DaemonSet: "daemonsets" },
};

/**
 * Answers kubectl's discovery requests as a cluster without objects does. Any object is 404.
 */
export async function answerDiscovery(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname === "/api") return Response.json({ kind: "APIVersions", versions: ["v1"] });
  if (pathname === "/apis") {
    const version = { groupVersion: "apps/v1", version: "v1" };
    const group = { name: "apps", versions: [version], preferredVersion: version };
    return Response.json({ kind: "APIGroupList", apiVersion: "v1", groups: [group] });
  }
  const kinds = KINDS[pathname.replace(/^\/apis?\//, "")];
  if (kinds) {
    const resources = Object.entries(kinds).map(([kind, name]) => ({
      kind,
      name,
      namespaced: true,
      verbs: ["get"],
    }));
    const groupVersion = pathname.replace(/^\/apis?\//, "");
    return Response.json({ kind: "APIResourceList", apiVersion: "v1", groupVersion, resources });
  }
  const status = { kind: "Status", apiVersion: "v1", status: "Failure", reason: "NotFound", code: 404 };
  return Response.json(status, { status: 404 });
}
