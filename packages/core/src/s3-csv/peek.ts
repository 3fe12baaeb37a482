/** Takes at least `length` bytes off the front; fewer only where there are no more. */
export async function readHead(bytes: AsyncGenerator<Buffer>, length: number): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < length) {
    const { done, value } = await bytes.next();
    if (done) break;
    head = head.length > 0 ? Buffer.concat([head, value]) : value;
  }
  return head;
}

/** Throws so many bytes away. */
export async function* skip(bytes: AsyncGenerator<Buffer>, length: number): AsyncGenerator<Buffer> {
  let left = length;
  for await (const chunk of bytes) {
    if (chunk.length > left) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}

/** Puts bytes back in front. */
export async function* prepend(
  head: Buffer,
  bytes: AsyncGenerator<Buffer>,
): AsyncGenerator<Buffer> {
  try {
    if (head.length > 0) yield head;
    yield* bytes;
  } finally {
    await bytes.return(undefined);
  }
}
