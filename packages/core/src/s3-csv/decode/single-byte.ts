import { isAscii } from 'node:buffer';

// What windows-1252 has where latin1 has control characters: the bytes 0x80 to 0x9F.
const windows1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8DŽ\x8F\x90‘’“”•–—˜™š›œ\x9DžŸ';

/** Makes UTF-8 of an encoding in which every byte is a character. */
export async function* singleByteToUtf8(
  bytes: AsyncIterable<Buffer>,
  encoding: 'latin1' | 'windows-1252',
): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) {
    if (isAscii(chunk)) yield chunk;
    else {
      const text = chunk.toString('latin1');
      yield Buffer.from(encoding === 'latin1' ? text : text.replace(/[\x80-\x9F]/g, replace));
    }
  }
}

function replace(character: string): string {
  return windows1252[character.charCodeAt(0) - 0x80] ?? character;
}
