import { stat, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { askRaw } from "../support/raw-http.ts";
import { errorOf, rejectionOf } from "../support/rejection.ts";
import { GET, inFolder, leaveSocket, type Serve, tellClient, using } from "./serve-subject.ts";

/** Tests what a server on a unix socket must do on every runtime. */
export function describeUnixSocket(serve: Serve): void {
  test(
    "listens on a unix socket with mode 660, and removes the socket when it closes",
    inFolder(async (unix) => {
      await using(serve(tellClient, { unix }), async ({ url, port }) => {
        expect([url, port]).toEqual([`unix:${unix}`, 0]);
        expect(await askRaw({ path: unix }, GET)).toContain("http://example.com/credentials for {}");
        expect((await stat(unix)).mode & 0o777).toBe(0o660);
      });
      expect(await rejectionOf(stat(unix))).toMatchObject({ code: "ENOENT" });
    }),
  );

  test(
    "gives a unix socket the mode of unixMode",
    inFolder((unix) =>
      using(serve(tellClient, { unix, unixMode: 0o600 }), async () => {
        expect((await stat(unix)).mode & 0o777).toBe(0o600);
      }),
    ),
  );

  test(
    "replaces the unix socket of a dead process",
    inFolder(async (unix) => {
      await leaveSocket(unix);
      await using(serve(tellClient, { unix }), async () => {
        expect(await askRaw({ path: unix }, GET)).toContain("200 OK");
      });
    }),
  );

  test(
    "refuses the unix socket of a live process without disturbing it",
    inFolder((unix) =>
      using(serve(tellClient, { unix }), async () => {
        const { message } = await errorOf(serve(tellClient, { unix }), "CONFIGURATION");
        expect(message).toContain(`${unix}: another process listens there`);
        expect(await askRaw({ path: unix }, GET)).toContain("200 OK");
      }),
    ),
  );

  test(
    "refuses a path that is not a socket, and leaves the file in place",
    inFolder(async (unix) => {
      await writeFile(unix, "kept");
      const { message } = await errorOf(serve(tellClient, { unix }), "CONFIGURATION");
      expect(message).toContain("something that is not a socket has that name");
      expect((await stat(unix)).size).toBe(4);
    }),
  );
}
