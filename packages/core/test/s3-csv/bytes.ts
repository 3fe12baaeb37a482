/** Bytes as a stream would give them, in chunks of the given sizes, over and over. */
export async function* chunksOf(
  bytes: Buffer | string,
  sizes: readonly number[] = [Number.POSITIVE_INFINITY],
): AsyncGenerator<Buffer> {
  const all = Buffer.from(bytes);
  for (let at = 0, index = 0; at < all.length; index++) {
    const size = sizes[index % sizes.length] ?? 1;
    yield all.subarray(at, at + size);
    at += size;
  }
}

/** All that a stream gives. */
export async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}
