/** A folder of the project, or a single file, with the rooms that its files may import. */
export interface Room {
  readonly room: string;
  /** The name of the block that holds the room. */
  readonly block: string;
  readonly mayImport: readonly string[];
}

/** Reads the list of layers in `.dependency-cruiser.mjs`. Rooms come in the order of the list. */
export function readRooms(layers: string): Room[] {
  const blocks = new Map<string, Room[]>();
  let block = "";
  let above: string[] = [];
  for (const line of layers.trim().split("\n")) {
    const [, name, on = ""] = /^(\w+)(?: on (.*))?$/.exec(line) ?? [];
    if (name !== undefined) {
      block = name;
      above = on.split(", ").flatMap((other) => (blocks.get(other) ?? []).map(({ room }) => room));
      blocks.set(block, []);
    } else {
      const layer = roomsOf(line.trim());
      const mayImport = above;
      blocks.get(block)?.push(...layer.map((room) => ({ room, block, mayImport })));
      above = [...above, ...layer];
    }
  }
  return [...blocks.values()].flat();
}

/** Expands braces: `src/{eks,sts}` names two rooms, `test/cases/{,eks}` a folder and a room in it. */
function roomsOf(line: string): string[] {
  const [, folder = "", names] = /^(.*)[{](.*)[}]$/.exec(line) ?? [];
  if (names === undefined) return [line];
  return names.split(",").map((name) => `${folder}${name}`.replace(/[/]$/, ""));
}

/** Returns the pattern of the paths of a room's files. `src/emulator/**` stands for a folder with all its rooms. */
export function patternOf(room: string): string {
  if (room.endsWith("/**")) return `^${room.slice(0, -2)}`;
  return room.endsWith(".ts") ? `^${room.replace(".", "[.]")}$` : `^${room}/[^/]+$`;
}
