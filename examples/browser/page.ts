import { createClient, fromWebToken } from "podkey";
import { listPodIdentityAssociations } from "podkey/eks";
import { getCallerIdentity } from "podkey/sts";

const settings = { region: "us-west-2", endpoint: location.origin };
const credentials = fromWebToken({
  client: createClient(settings),
  roleArn: "arn:aws:iam::111122223333:role/association-reader",
  token: async () => (await fetch("/token")).text(),
});
const client = createClient({ ...settings, credentials });

const { arn } = await getCallerIdentity(client);
const { associations } = await listPodIdentityAssociations(client, { clusterName: "demo" });
const serviceAccounts = associations.map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`);
document.querySelector("output")?.replaceChildren(JSON.stringify({ arn, serviceAccounts }));
