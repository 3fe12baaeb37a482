import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvRecord, csvRecords } from '../../src/s3-csv/csv-records.js';
import type { CsvFormat } from '../../src/s3-csv/parse/csv-format.js';
import { chunksOf, collect } from './bytes.js';

async function records(
  text: Buffer | string,
  sizes?: readonly number[],
  { maxRecordBytes = 1_000, ...format }: CsvFormat & { maxRecordBytes?: number } = {},
): Promise<CsvRecord[]> {
  return (await collect(csvRecords(chunksOf(text, sizes), format, maxRecordBytes))).flat();
}

/** The fields as csv-parse gives them for the whole text; a blank line is one empty field there. */
function wholeText(text: string, format: CsvFormat = {}): string[][] {
  const lineBreaks = ['\r\n', '\n', '\r'];
  const options = { record_delimiter: lineBreaks, relax_column_count: true, bom: true, ...format };
  return parse(text, options);
}

const lineBreak = fc.constantFrom('\n', '\r\n', '\r');
const piece = fc.constantFrom(
  'a',
  'bc',
  '1',
  ' ',
  ',',
  '"',
  '\n',
  '\r\n',
  '\r',
  'é',
  '€',
  '🚢',
  '\uFEFF',
  ';',
);
const cell = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
const written = fc
  .tuple(cell, fc.boolean())
  .map(([text, quoted]) =>
    quoted || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text,
  );
const line = fc.array(written, { minLength: 1, maxLength: 4 }).map((cells) => cells.join(','));
/** A well-formed file: any fields, ragged rows, blank lines, mixed line breaks, with or without a mark. */
const file = fc
  .tuple(fc.boolean(), fc.array(fc.tuple(line, lineBreak), { maxLength: 12 }), fc.boolean())
  .map(([mark, lines, endsWithBreak]) => {
    const text = lines.map(([content, end]) => content + end).join('');
    return (mark ? '\uFEFF' : '') + (endsWithBreak ? text : text.replace(/(\r\n|\n|\r)$/, ''));
  });
/** Anything at all, wrong quotes above all. */
const scrawl = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });

describe('csvRecords', () => {
  it('gives what csv-parse gives for the whole text, wherever it is cut', async () => {
    const property = fc.asyncProperty(file, cuts, async (text, sizes) => {
      const found = await records(text, sizes);
      expect(found.map(({ fields }) => (fields.length > 0 ? fields : ['']))).toEqual(
        wholeText(text),
      );
      expect(found.every(({ problem }) => problem === undefined)).toBe(true);
    });
    await fc.assert(property, { numRuns: 1_000 });
  });

  it('gives what csv-parse gives in other formats, and a problem where that throws', async () => {
    const formats = fc.record({
      delimiter: fc.constantFrom(',', ';', '\t', '||', '|a', '§'),
      quote: fc.constantFrom<string | false>('"', "'", false),
      escape: fc.constantFrom('"', "'", '\\', '^'),
    });
    const units = fc.constantFrom(
      'a',
      '|',
      '||',
      ',',
      ';',
      '\t',
      '§',
      '"',
      "'",
      '\\',
      '^',
      '\n',
      '€',
    );
    const text = fc.array(units, { maxLength: 12 }).map((parts) => parts.join(''));
    const property = fc.asyncProperty(text, formats, cuts, async (file, format, sizes) => {
      const found = await records(file, sizes, format);
      const problems = found.filter(({ problem }) => problem !== undefined);
      let expected: string[][];
      try {
        expected = wholeText(file, format);
      } catch {
        expect(problems).not.toEqual([]);
        return;
      }
      expect(problems).toEqual([]);
      expect(found.map(({ fields }) => (fields.length > 0 ? fields : ['']))).toEqual(expected);
    });
    await fc.assert(property, { numRuns: 3_000 });
  }, 60_000);

  it('accounts for every byte, and each record parses alone to the same fields', async () => {
    const property = fc.asyncProperty(fc.oneof(file, scrawl), cuts, async (text, sizes) => {
      const bytes = Buffer.from(text);
      let at = text.startsWith('\uFEFF') ? 3 : 0;
      for (const { fields, start, end, problem } of await records(text, sizes)) {
        expect(start).toBe(at);
        expect(end).toBeGreaterThan(start);
        at = end;
        const own = String(bytes.subarray(start, end));
        if (problem === undefined) {
          expect(wholeText(`x\n${own}`)[1]).toEqual(fields.length > 0 ? [...fields] : ['']);
        } else {
          expect(own).toMatch(/^[^\r\n]*(\r\n|\n|\r|$)$/);
        }
      }
      expect(at).toBe(bytes.length);
    });
    await fc.assert(property, { numRuns: 1_000 });
  });

  it('gives the same for every text, however it is cut', async () => {
    const property = fc.asyncProperty(scrawl, cuts, async (text, sizes) => {
      expect(await records(text, sizes)).toEqual(await records(text));
    });
    await fc.assert(property, { numRuns: 1_000 });
  });

  it('gives the same, or fails the same way, where records may not be long', async () => {
    const property = fc.asyncProperty(scrawl, cuts, async (text, sizes) => {
      const outcome = (cut?: number[]) =>
        records(text, cut, { maxRecordBytes: 10 }).catch(({ message }: Error) => message);
      expect(await outcome(sizes)).toEqual(await outcome());
    });
    // The quote is never closed, and the file ends just where it may go no further.
    const examples: [string, number[]][] = [['"a\nb\nc\nd\ne\n', [11]]];
    await fc.assert(property, { numRuns: 2_000, examples });
  });

  it.each([
    ['nothing', '', []],
    ['a byte order mark only', '\uFEFF', []],
    ['a line break only', '\n', [[]]],
    ['blank lines', 'a\n\n\r\n\rb', [['a'], [], [], [], ['b']]],
    ['a blank line after the mark', '\uFEFF\na', [[], ['a']]],
    ['an empty field in quotes is no blank line', '""\n""\r\n""', [[''], [''], ['']]],
    [
      'no last line break',
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['doubled quotes', '"say ""hi""",b\n', [['say "hi"', 'b']]],
    ['line breaks in quotes', '"a\r\nb\nc",d\n', [['a\r\nb\nc', 'd']]],
    ['spaces stay', ' a , b \n', [[' a ', ' b ']]],
    ['a mark inside is text', 'a\n\uFEFFb\n', [['a'], ['\uFEFFb']]],
    ['an empty last field', 'a,\n', [['a', '']]],
  ])('reads %s', async (_, text, expected) => {
    for (const size of [1, 2, 100]) {
      expect((await records(text, [size])).map(({ fields }) => fields)).toEqual(expected);
    }
  });

  it('ends a record whose quotes are wrong at its first line break', async () => {
    const text = 'a,b\n1,"x"y"\n2,ok\n3,a"b\n4,"never closed\n5,ok\n';
    for (const size of [1, 7, 100]) {
      const found = await records(text, [size]);
      expect(found.map(({ fields }) => fields)).toEqual([
        ['a', 'b'],
        [],
        ['2', 'ok'],
        [],
        [],
        ['5', 'ok'],
      ]);
      expect(found.map(({ start }) => start)).toEqual([0, 4, 12, 17, 23, 39]);
      expect(found[1]?.problem).toBe('a quote inside a quoted field is not escaped');
      expect(found[3]?.problem).toBe('a quote inside a field that is not quoted');
      expect(found[4]?.problem).toBe('a quote is not closed');
    }
  });

  it('takes another delimiter, quote and escape', async () => {
    const format = { delimiter: ';', quote: "'", escape: '\\' };
    const found = await records("a;'b;\\'c'\n", [1], format);
    expect(found.map(({ fields }) => fields)).toEqual([['a', "b;'c"]]);
    const bare = await records('a\t"b\n', [1], { delimiter: '\t', quote: false });
    expect(bare.map(({ fields }) => fields)).toEqual([['a', '"b']]);
  });

  it.each([
    ['a long record', `a,b\n${'x'.repeat(60)},2\n`],
    ['an unclosed quote', `a,b\n1,"${'never closed\n'.repeat(10)}`],
    ['a long line with a wrong quote', `a,b\n1,"x"${'y'.repeat(60)}\n`],
  ])('refuses more than maxRecordBytes, wherever it is cut: %s', async (_, text) => {
    for (const size of [1, 10, 1_000]) {
      await expect(records(text, [size], { maxRecordBytes: 50 })).rejects.toMatchObject({
        name: 'NonRetriableError',
        code: 'ERR_CSV_RECORD_TOO_LONG',
        message: expect.stringContaining('the record at byte 4 is longer than 50 bytes'),
      });
    }
  });

  it('accepts a record of exactly maxRecordBytes', async () => {
    const text = `${'x'.repeat(49)}\n${'y'.repeat(49)}\n`;
    for (const size of [1, 49, 1_000]) {
      expect(await records(text, [size], { maxRecordBytes: 50 })).toHaveLength(2);
    }
  });
});
