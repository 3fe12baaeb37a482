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
