import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fromSharedCredentialsFile } from "../../../cli/agent/shared-credentials-file.ts";
import { nodePorts } from "../../../runtimes/node/ports.ts";
import { CREDENTIALS, ROLE_ARN } from "../../support/aws-examples.ts";
import { errorOf } from "../../support/rejection.ts";
import { profileOf, WRONG_KEYS } from "./credentials-profile.ts";

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "podkey-test-"));
  path = join(folder, "credentials");
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** The source with the environment of a process of its own. */
function fileSource(env: Readonly<Record<string, string>> = {}) {
  const all: Readonly<Record<string, string>> = {
    AWS_SHARED_CREDENTIALS_FILE: path,
    AWS_CONFIG_FILE: join(folder, "config"),
    ...env,
  };
  return fromSharedCredentialsFile({ ...nodePorts(), env: (name) => all[name] });
}

describe("the shared credentials file", () => {
  it("returns the keys of the named profile, and the same object until they change", async () => {
    await writeFile(
      path,
      `${profileOf(WRONG_KEYS)}${profileOf(CREDENTIALS, "agent")}aws_session_token = example\n`,
    );
    const provider = fileSource({ AWS_PROFILE: "agent" });
    const first = await provider();
    expect(first).toMatchObject({ ...CREDENTIALS, sessionToken: "example" });
    expect(await provider()).toBe(first);
    await writeFile(path, profileOf(WRONG_KEYS, "agent"));
    expect(await provider()).toMatchObject(WRONG_KEYS);
  });

  it("takes precedence over the config file, which may hold keys too", async () => {
    await writeFile(join(folder, "config"), profileOf(CREDENTIALS, "profile agent"));
    await writeFile(path, profileOf(WRONG_KEYS));
    expect(await fileSource({ AWS_PROFILE: "agent" })()).toMatchObject(CREDENTIALS);
    expect(await fileSource()()).toMatchObject(WRONG_KEYS);
  });

  it.each([
    ["there is no file", "AWS_SHARED_CREDENTIALS_FILE", undefined, {}],
    ["has no profile default", "AWS_PROFILE", "[other]\nregion = us-west-2\n", {}],
    ["has no profile agent", "AWS_PROFILE", profileOf(CREDENTIALS), { AWS_PROFILE: "agent" }],
    ["has no aws_access_key_id", "aws_access_key_id", "[default]\naws_secret_access_key = example\n", {}],
    ["has no keys but role_arn", "role_arn", `[default]\nrole_arn = ${ROLE_ARN}\n`, {}],
    [
      "has no aws_secret_access_key",
      "aws_secret_access_key",
      "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n",
      {},
    ],
    [
      "credential_process, which needs an AWS SDK",
      "credential_process",
      "[default]\ncredential_process = /bin/true\n",
      {},
    ],
  ])("throws CONFIGURATION if it was named and %s", async (problem, setting, text, env) => {
    if (text !== undefined) await writeFile(path, text);
    const error = await errorOf(fileSource(env)(), "CONFIGURATION");

    expect([error.setting, error.message]).toEqual([setting, expect.stringContaining(problem)]);
  });

  it("uses the keys of a profile that also names another way", async () => {
    await writeFile(path, `${profileOf(CREDENTIALS)}role_arn = ${ROLE_ARN}\n`);

    expect(await fileSource()()).toMatchObject(CREDENTIALS);
  });

  it("is not configured if the profile has no keys and no other way to get them", async () => {
    await writeFile(path, "[default]\nregion = us-west-2\n");

    expect((await errorOf(fileSource()(), "NOT_CONFIGURED")).message).toContain("has no keys");
  });

  it("holds an account id, if the profile states one", async () => {
    await writeFile(path, `${profileOf(CREDENTIALS)}aws_account_id = 111122223333\n`);

    expect(await fileSource()()).toMatchObject({ accountId: "111122223333" });
  });

  it("is found in the folder .aws of the user if no variable names it", async () => {
    const unnamed = { HOME: folder, AWS_SHARED_CREDENTIALS_FILE: "", AWS_CONFIG_FILE: "" };
    const { message } = await errorOf(fileSource(unnamed)(), "NOT_CONFIGURED");
    expect(message).toContain(`there is no file ${folder}/.aws/credentials`);
    await mkdir(`${folder}/.aws`);
    await writeFile(`${folder}/.aws/config`, profileOf(WRONG_KEYS));
    expect(await fileSource(unnamed)()).toMatchObject(WRONG_KEYS);
    await writeFile(`${folder}/.aws/credentials`, profileOf(CREDENTIALS));
    expect(await fileSource(unnamed)()).toMatchObject(CREDENTIALS);
    const missing = errorOf(fileSource({ ...unnamed, AWS_PROFILE: "agent" })(), "CONFIGURATION");

    expect((await missing).message).toContain("has no profile agent");
  });

  it("is not configured if the default file has no default profile", async () => {
    await mkdir(`${folder}/.aws`);
    await writeFile(`${folder}/.aws/credentials`, profileOf(CREDENTIALS, "other"));
    const provider = fileSource({ HOME: folder, AWS_SHARED_CREDENTIALS_FILE: "" });

    expect((await errorOf(provider(), "NOT_CONFIGURED")).message).toContain("has no profile default");
  });

  it("is found below the home folder of the user if its path begins with ~/", async () => {
    await writeFile(path, profileOf(CREDENTIALS));
    const home = { HOME: folder, AWS_SHARED_CREDENTIALS_FILE: "~/credentials" };
    expect(await fileSource(home)()).toMatchObject(CREDENTIALS);
    const { message } = await errorOf(
      fileSource({ AWS_SHARED_CREDENTIALS_FILE: "nowhere~/" })(),
      "CONFIGURATION",
    );

    expect(message).toBe("there is no file nowhere~/");
  });

  it("throws an error with its path if it cannot be read", async () => {
    await writeFile(path, "");
    await chmod(path, 0o600);
    const { message } = await errorOf(fileSource({ AWS_SHARED_CREDENTIALS_FILE: folder })(), "CONFIGURATION");
    expect(message).toBe(`${folder} cannot be read: check its permissions`);
  });
});
