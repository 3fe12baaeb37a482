import type { CsvEncoding } from '../../src/s3-csv/decode/csv-encoding.js';

/** Writes a text in an encoding; of windows-1252, the euro sign stands for all that latin1 lacks. */
export function encode(text: string, encoding: CsvEncoding): Buffer {
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(text);
    case 'utf-16le':
      return Buffer.from(text, 'utf16le');
    case 'utf-16be':
      return Buffer.from(text, 'utf16le').swap16();
    case 'latin1':
      return Buffer.from(text, 'latin1');
    case 'windows-1252':
      return Buffer.from(text.replaceAll('€', '\x80'), 'latin1');
  }
}
