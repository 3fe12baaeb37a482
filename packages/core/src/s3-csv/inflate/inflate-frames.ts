import type { Transform } from 'node:stream';

/** A stream of `node:zlib`, which counts the bytes that it has taken. */
type Inflater = Transform & { readonly bytesWritten: number };

/**
 * Gives what an inflater of `node:zlib` makes of some bytes, until they end or it takes no more: it
 * then ends without an error, whatever comes after.
 *
 * @param first - the bytes to begin with
 * @param bytes - those that follow
 * @returns the rest of the chunk in which it ended
 */
export async function* inflateFrames(
  inflater: Inflater,
  first: Buffer,
  bytes: AsyncGenerator<Buffer>,
): AsyncGenerator<Buffer, Buffer | undefined> {
  let last = first;
  let given = 0;
  const give = (chunk: Buffer) => {
    last = chunk;
    given += chunk.length;
    inflater.write(chunk, (error) => {
      // Where it ends within the chunk, it does not take the rest.
      if (error || inflater.bytesWritten < given) return;
      bytes.next().then(giveNext, (failure) => inflater.destroy(failure));
    });
  };
  const giveNext = ({ done, value }: IteratorResult<Buffer>) =>
    done ? void inflater.end() : give(value);
  give(first);
  yield* inflater;
  const left = given - inflater.bytesWritten;
  return left > 0 ? last.subarray(last.length - left) : undefined;
}
