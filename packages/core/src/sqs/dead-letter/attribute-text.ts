// What XML does not have, and SQS therefore refuses; half a surrogate pair is no character at all.
const refused = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

/** The text with U+FFFD for each character that SQS refuses. */
export function withoutControls(text: string): string {
  return text.replace(refused, '\u{fffd}');
}

/** The text in so many bytes of UTF-8, cut between characters; `''` where there is no room for any. */
export function cutToBytes(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  const ellipsis = '…';
  let left = bytes - Buffer.byteLength(ellipsis);
  let kept = '';
  for (const character of text) {
    left -= Buffer.byteLength(character);
    if (left < 0) break;
    kept += character;
  }
  return kept && kept + ellipsis;
}
