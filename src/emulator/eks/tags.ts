import { parseArn } from "../../aws/arn.ts";
import { AwsError } from "../wire/aws-error.ts";
import { findTagFault, optionalTags, readJsonBody, type Tags } from "../wire/json-input.ts";
import { jsonReply, type Reply } from "../wire/replies.ts";
import type { Call } from "../world/call.ts";
import type { World } from "../world/world.ts";

interface TaggedResource {
  readonly tags: Tags;
  readonly setTags: (tags: Tags) => void;
}

const MAX_TAGS = 50;

/** TagResource: adds tags to a cluster or an association, or replaces their values. */
export function tagResource(world: World, call: Call): Reply {
  const resource = requireResource(world, call);
  const tags = optionalTags(readJsonBody(call.request.text), "tags") ?? {};
  const fault = findTagFault(tags);
  if (fault !== undefined) throw badRequest(`${fault}.`);
  const merged = { ...resource.tags, ...tags };
  if (Object.keys(merged).length > MAX_TAGS) throw badRequest("the resource would have more than 50 tags.");
  resource.setTags(merged);
  return jsonReply({});
}

/** UntagResource: removes tags by key, and ignores keys that the resource does not have. */
export function untagResource(world: World, call: Call): Reply {
  const resource = requireResource(world, call);
  const keys = call.request.query.filter(([name]) => name === "tagKeys").map(([, value]) => value);
  if (keys.length < 1 || keys.length > MAX_TAGS) throw badRequest("tagKeys must have 1 to 50 entries.");
  resource.setTags(Object.fromEntries(Object.entries(resource.tags).filter(([key]) => !keys.includes(key))));
  return jsonReply({});
}

/** ListTagsForResource: returns all tags of a cluster or an association. */
export function listTagsForResource(world: World, call: Call): Reply {
  return jsonReply({ tags: requireResource(world, call).tags });
}

function requireResource(world: World, call: Call): TaggedResource {
  const text = call.labels["resourceArn"] ?? "";
  const arn = parseArn(text);
  if (arn?.service !== "eks") throw badRequest("The resource ARN is not the ARN of an EKS resource.");
  const [type, clusterName = "", associationId = ""] = arn.resource.split("/");
  const cluster = call.region === world.config.region ? world.clusters.get(clusterName) : undefined;
  if (type === "cluster" && cluster?.arn === text) {
    return {
      tags: cluster.tags,
      setTags: (tags) => {
        cluster.tags = tags;
      },
    };
  }
  const record = world.associations.get(clusterName, associationId);
  if (type === "podidentityassociation" && record?.associationArn === text) {
    return {
      tags: record.tags,
      setTags: (tags) => world.associations.setTags(record, tags),
    };
  }
  throw new AwsError("NotFoundException", 404, `No resource found for ARN: ${text}.`);
}

function badRequest(message: string): AwsError {
  return new AwsError("BadRequestException", 400, message);
}
