import type { PodIdentityAssociation } from "../../src/eks/association.ts";
import {
  associate,
  associateAgain,
  awaitEffect,
  deleteAssociation,
  updateRoles,
} from "./association-steps.ts";
import { callAsPod, exchangeToken, forge, getToken, presign } from "./credential-steps.ts";
import type { Narrator } from "./narrator.ts";
import type { Stage } from "./stage.ts";

/** Runs the steps of the demo in order. Throws at the first step that does not go as expected. */
export async function tellStory(stage: Stage, narrator: Narrator): Promise<void> {
  const association = await narrator.step<PodIdentityAssociation>(
    "Associate the role checkout with the service account shop/checkout",
    (say) => associate(stage, say),
  );
  const { associationId } = association;
  await narrator.step("Create the same association again", (say) =>
    associateAgain(stage, associationId, say),
  );
  await narrator.step("Wait until the association has propagated", (say) => awaitEffect(stage, say));
  const token = await narrator.step("Request a service-account token, as the kubelet does", (say) =>
    getToken(stage, say),
  );
  const session = await narrator.step("Exchange the token for AWS credentials", (say) =>
    exchangeToken(stage, token, say),
  );
  await narrator.step("Call STS GetCallerIdentity with these credentials", (say) => {
    return callAsPod(stage, session, "assumed-role/checkout/", say);
  });
  const updated = await narrator.step(
    "Give the pod another role, and a target role in another account",
    (say) => {
      return updateRoles(stage, associationId, token, say);
    },
  );
  await narrator.step("Call GetCallerIdentity as the new identity", (say) => {
    return callAsPod(stage, updated, ":assumed-role/orders-reader/", say);
  });
  await narrator.step("Presign a URL for twelve hours", (say) => presign(stage, updated, say));
  await narrator.step("Delete the association and exchange the token again", (say) => {
    return deleteAssociation(stage, associationId, token, say);
  });
  await narrator.step("Change a signed request", (say) => forge(stage, updated, say));
}
