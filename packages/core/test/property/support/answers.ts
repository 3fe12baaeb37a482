/** One answer of a server. */
export interface RawAnswer {
  status: number;
  body: string;
}

/**
 * Reads answers as they came one after the other. An answer to HEAD has the length of a body that is
 * not there.
 *
 * @param received - the bytes, one a character
 * @throws Error for what is no whole answer
 */
export function readAnswers(received: string): RawAnswer[] {
  const answers: RawAnswer[] = [];
  let rest = received;
  while (rest !== '') {
    const [head = '', status, headers = ''] =
      /^HTTP\/1\.1 (\d{3}) [^\r]*\r\n((?:[^\r]+\r\n)*)\r\n/.exec(rest) ?? [];
    if (status === undefined) throw new Error(`no answer: ${JSON.stringify(rest)}`);
    rest = rest.slice(head.length);
    // 100 Continue is no answer yet.
    if (status.startsWith('1')) continue;
    const [, length] = /^content-length: (\d+)\r$/im.exec(headers) ?? [];
    if (length === undefined) throw new Error(`an answer without a length: ${head}`);
    const isBodiless = rest === '' || rest.startsWith('HTTP/1.1 ');
    const size = isBodiless ? 0 : Number(length);
    if (rest.length < size) throw new Error(`half an answer: ${head}${rest}`);
    const body = Buffer.from(rest.slice(0, size), 'latin1').toString();
    answers.push({ status: Number(status), body });
    rest = rest.slice(size);
  }
  return answers;
}

/** The answers, if none is half there. */
export function completeAnswers(received: string): RawAnswer[] {
  try {
    return readAnswers(received);
  } catch {
    return [];
  }
}
