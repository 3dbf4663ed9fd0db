import { describe, expect, it } from "vitest";
import {
  clearSocketPath,
  type SocketFiles,
  type SocketModules,
  socketFiles,
} from "../../../runtimes/shared/server/unix-socket.ts";
import { codeOf } from "../../../runtimes/shared/system-code.ts";
import { errorOf } from "../../support/rejection.ts";

const PATH = "/run/podkey.sock";

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** Makes the files of a path, on which a process may listen. */
function filesWith(kind: "socket" | "other" | undefined, refusal?: Error) {
  const removed: string[] = [];
  const files: SocketFiles = {
    kindOf: async () => kind,
    tryConnect: async () => {
      if (refusal) throw refusal;
    },
    setMode: async () => undefined,
    remove: async (path) => {
      removed.push(path);
    },
  };
  return { files, removed };
}

describe("the path of a unix socket", () => {
  it("is left alone if nothing is there", async () => {
    const { files, removed } = filesWith(undefined, systemError("EACCES"));
    await clearSocketPath(PATH, files);

    expect(removed).toEqual([]);
  });

  it.each(["ECONNREFUSED", "ENOENT"])("is freed of the socket of a dead process (%s)", async (code) => {
    const { files, removed } = filesWith("socket", systemError(code));
    await clearSocketPath(PATH, files);

    expect(removed).toEqual([PATH]);
  });

  it.each([
    ["a process listens there", filesWith("socket"), "another process listens there"],
    [
      "the process cannot be reached",
      filesWith("socket", systemError("EACCES")),
      "another process listens there",
    ],
    ["something else is there", filesWith("other", systemError("ECONNREFUSED")), "not a socket"],
  ])("is refused if %s, and nothing is removed", async (_, { files, removed }, reason) => {
    const error = await errorOf(clearSocketPath(PATH, files), "CONFIGURATION");

    expect([error.setting, removed]).toEqual(["unix", []]);
    expect(error.message).toContain(reason);
  });
});

/** Makes modules whose file system has one entry, and whose sockets report one event. */
function modulesWith(found: Error | boolean, event: Error | "connect" = "connect") {
  const calls: unknown[] = [];
  const modules: SocketModules = {
    fs: {
      lstat: async () => {
        if (found instanceof Error) throw found;
        return { isSocket: () => found };
      },
      chmod: async (path, mode) => {
        calls.push(["chmod", path, mode]);
      },
      rm: async (path, options) => {
        calls.push(["rm", path, options]);
      },
    },
    net: {
      connect: (path) => {
        calls.push(["connect", path]);
        return {
          once: (name: "connect" | "error", listener: (error: Error) => void) => {
            if (event === "connect" ? name === "connect" : name === "error") {
              queueMicrotask(() => listener(event === "connect" ? new Error("no") : event));
            }
          },
          destroy: () => calls.push(["destroy"]),
        };
      },
    },
  };
  return { files: socketFiles(modules), calls };
}

describe("the files of Node's modules", () => {
  it.each([
    ["a socket", true, "socket"],
    ["another file", false, "other"],
    ["nothing", systemError("ENOENT"), undefined],
  ])("tell that %s is at a path", async (_, found, kind) => {
    expect(await modulesWith(found).files.kindOf(PATH)).toBe(kind);
  });

  it("tell no kind of a path that they may not look at", async () => {
    await expect(modulesWith(systemError("EACCES")).files.kindOf(PATH)).rejects.toThrow("EACCES");
  });

  it("disconnect from a socket once a process accepts", async () => {
    const { files, calls } = modulesWith(true);
    await files.tryConnect(PATH);

    expect(calls).toEqual([["connect", PATH], ["destroy"]]);
  });

  it("report that no process accepts", async () => {
    const { files } = modulesWith(true, systemError("ECONNREFUSED"));

    await expect(files.tryConnect(PATH)).rejects.toThrow("ECONNREFUSED");
  });

  it("remove a path even if it is gone, and set its mode", async () => {
    const { files, calls } = modulesWith(true);
    await files.remove(PATH);
    await files.setMode(PATH, 0o660);

    expect(calls).toEqual([
      ["rm", PATH, { force: true }],
      ["chmod", PATH, 0o660],
    ]);
  });
});

describe("the system's code of a failure", () => {
  it.each<[string, unknown, unknown]>([
    ["an error with a code", systemError("EADDRINUSE"), "EADDRINUSE"],
    ["an error without a code", new Error("EADDRINUSE"), undefined],
    ["what is no error", { code: "EADDRINUSE" }, undefined],
    ["nothing", undefined, undefined],
  ])("is read of %s", (_, failure, code) => {
    expect(codeOf(failure)).toBe(code);
  });
});
