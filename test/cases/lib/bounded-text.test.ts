import { describe, expect, it } from "vitest";
import { readBoundedText } from "../../../src/lib/bounded-text.ts";
import { utf8 } from "../../../src/lib/bytes.ts";

/** Returns a reader of chunks that counts how many were read. */
function readerOf(...chunks: readonly Uint8Array<ArrayBuffer>[]) {
  const read = { chunks: 0 };
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull: (controller) => {
        const chunk = chunks[read.chunks];
        read.chunks += 1;
        if (chunk) controller.enqueue(chunk);
        else controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  return { read, reader: stream.getReader() };
}

describe("a bounded text", () => {
  it("is decoded as UTF-8, even if a character lies in two chunks", async () => {
    const bytes = utf8("a€z");
    const { reader } = readerOf(bytes.slice(0, 2), bytes.slice(2));

    expect(await readBoundedText(reader, 100)).toBe("a€z");
  });

  it("ends with a replacement character if its last character is cut off", async () => {
    const { reader } = readerOf(utf8("a€").slice(0, 3));

    expect(await readBoundedText(reader, 100)).toBe("a\ufffd");
  });

  it("is empty for an empty stream", async () => {
    expect(await readBoundedText(readerOf().reader, 0)).toBe("");
  });

  it("may have as many bytes as the limit, in all its chunks together", async () => {
    const { reader } = readerOf(utf8("abc"), utf8("de"));

    expect(await readBoundedText(reader, 5)).toBe("abcde");
  });

  it("is undefined as soon as it exceeds the limit, and nothing more is read", async () => {
    const { reader, read } = readerOf(utf8("abc"), utf8("def"), utf8("ghi"));

    expect(await readBoundedText(reader, 5)).toBeUndefined();
    expect(read.chunks).toBe(2);
  });
});
