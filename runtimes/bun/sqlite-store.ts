import { ConfigurationError } from "../../src/errors/errors.ts";
import { ownerToken } from "../../src/lib/random-id.ts";
import { basePorts, type Ports, type Store } from "../../src/ports.ts";
import { markPlaintext, type PlaintextOptions, type PlaintextStore } from "../../src/stores/plaintext.ts";
import { bunModule, type SqliteDatabase } from "./bun-api.ts";

/** Settings of `sqliteStore`. */
export interface SqliteStoreOptions extends PlaintextOptions, Partial<Pick<Ports, "now" | "random">> {}

const BUSY_TIMEOUT_MS = 1000;

const SCHEMA = [
  `PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`,
  "CREATE TABLE IF NOT EXISTS podkey_records (key TEXT PRIMARY KEY, value TEXT NOT NULL, expires_at_ms INTEGER NOT NULL) STRICT",
  "CREATE TABLE IF NOT EXISTS podkey_leases (key TEXT PRIMARY KEY, owner TEXT NOT NULL, ends_at_ms INTEGER NOT NULL) STRICT",
];

const GET = "SELECT value FROM podkey_records WHERE key = ? AND expires_at_ms > ?";
const SET = `INSERT INTO podkey_records (key, value, expires_at_ms) VALUES (?, ?, ?)
  ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at_ms = excluded.expires_at_ms
  WHERE excluded.expires_at_ms >= podkey_records.expires_at_ms`;
const DELETE = "DELETE FROM podkey_records WHERE key = ?";
const DELETE_EXPIRED = "DELETE FROM podkey_records WHERE expires_at_ms <= ?";
const ACQUIRE = `INSERT INTO podkey_leases (key, owner, ends_at_ms) VALUES (?, ?, ?)
  ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, ends_at_ms = excluded.ends_at_ms
  WHERE podkey_leases.ends_at_ms <= ?`;
const RELEASE = "DELETE FROM podkey_leases WHERE key = ? AND owner = ?";
const DELETE_ENDED = "DELETE FROM podkey_leases WHERE ends_at_ms <= ?";

/**
 * Keeps records in a SQLite file (mode 600) that processes on one machine may share, with `bun:sqlite`. Wrap the store in
 * `sealed()`. Opens the file at the first call. Rejects with `CONFIGURATION` if other users may read the file. Throws
 * `CONFIGURATION` on another runtime.
 *
 * @example
 * const store = sealed(sqliteStore("/var/cache/shop/podkey.sqlite"), { keys, currentKeyId });
 */
export function sqliteStore(path: string, options: SqliteStoreOptions = {}): PlaintextStore {
  bunModule("bun:sqlite");
  const { now, random } = basePorts(options);
  let opened: SqliteDatabase | undefined;
  const database = (): SqliteDatabase => {
    opened ??= openDatabase(path);
    return opened;
  };
  const store: Store = {
    async get(key) {
      return textColumn(database().query(GET).get(key, now()), "value");
    },
    async set(key, value, { expiresAtMs }) {
      const nowMs = now();
      if (!(nowMs < expiresAtMs)) return;
      database().query(SET).run(key, value, Math.floor(expiresAtMs));
      database().query(DELETE_EXPIRED).run(nowMs);
    },
    async delete(key) {
      database().query(DELETE).run(key);
    },
    async acquire(key, { ttlMs }) {
      const nowMs = now();
      const owner = ownerToken(random);
      const { changes } = database()
        .query(ACQUIRE)
        .run(key, owner, Math.ceil(nowMs + ttlMs), nowMs);
      if (changes === 0) return undefined;
      database().query(DELETE_ENDED).run(nowMs);
      return async () => {
        database().query(RELEASE).run(key, owner);
      };
    },
  };
  return markPlaintext("sqliteStore", store, options);
}

function openDatabase(path: string): SqliteDatabase {
  makePrivateFile(path);
  const { Database } = bunModule("bun:sqlite");
  const database = new Database(path, { create: false });
  for (const statement of SCHEMA) database.run(statement);
  return database;
}

/** Creates the file with mode 600, because SQLite would let all users read it. Its journal files take the mode of the file. */
function makePrivateFile(path: string): void {
  const fs = bunModule("node:fs");
  const descriptor = fs.openSync(path, "a", 0o600);
  const { mode } = fs.fstatSync(descriptor);
  fs.closeSync(descriptor);
  if ((mode & 0o077) === 0) return;
  throw new ConfigurationError({
    setting: "path",
    message: `credentials were not kept in ${path}, which lets other users in (mode ${(mode & 0o777).toString(8)}): name a file that does not exist yet, which is then made with mode 600`,
  });
}

function textColumn(row: unknown, column: string): string | undefined {
  if (typeof row !== "object" || row === null) return undefined;
  const value: unknown = Object.entries(row).find(([name]) => name === column)?.[1];
  return typeof value === "string" ? value : undefined;
}
