// A page as it is packed: what it says, without links to what is not packed. The names of tests would
// mean nothing to its reader, nor would a sentence about them.
import { basename, dirname, join } from 'node:path/posix';

const link = /\[([^\]]+)\]\(([^)\s]+)\)/g;
const links = String.raw`(?:\[[^\]]+\]\([^)\s]+\)(?:,\s+|\s+and\s+)?)+`;

/** A link of a page, and what becomes of it. */
interface PageLink {
  readonly label: string;
  /** From the root of the repository; of the web, as it is. */
  readonly path: string;
  /** What it is once it is packed; `undefined` where it leads to what is not. */
  readonly packed: string | undefined;
  /** Whether it is called by the name of a test. */
  readonly namesTest: boolean;
}

/**
 * Makes the packed text of a page.
 *
 * @param page - its path from the root of the repository
 * @param packedPaths - what is packed: paths from that root, each with that from the packed pages
 */
export function packedPage(
  markdown: string,
  page: string,
  packedPaths: ReadonlyMap<string, string>,
): string {
  const read = ([whole, label = '', target = '']: readonly string[]): PageLink => {
    const [file = '', hash] = target.split('#');
    if (file === '' || /^https?:$/.test(file.split('//')[0] ?? '')) {
      return { label, path: target, packed: whole, namesTest: false };
    }
    const path = join(dirname(page), file);
    const found = packedPaths.get(path);
    const packed = found && `[${label}](${found}${hash === undefined ? '' : `#${hash}`})`;
    return { label, path, packed, namesTest: !packed && isTest(path) && isNameOf(label, path) };
  };
  return markdown
    .split(/(^```.*?^```$)/ms)
    .map((part, index) => (index % 2 === 1 ? part : packedText(part, read)))
    .join('');
}

type ReadLink = (match: readonly string[]) => PageLink;

function packedText(text: string, read: ReadLink): string {
  const linksIn = (part: string) => [...part.matchAll(link)].map(read);
  const namesTest = (part: string) => linksIn(part).some((found) => found.namesTest);
  return text
    .replace(/^\|.*\n\|[-|: ]+\|\n(?:\|.*\n?)*/gm, (table) => withoutTestColumns(table, linksIn))
    .replace(/\s+\((?:[^()]|\([^()]*\))*\)/g, (aside) => {
      const others = linksIn(aside).filter(({ packed }) => !packed);
      const isLinks = new RegExp(String.raw`^\s+\(${links}\)$`).test(aside);
      if (others.length < linksIn(aside).length) return aside;
      return others.length > 0 && (isLinks || namesTest(aside)) ? '' : aside;
    })
    .replace(new RegExp(String.raw`: ${links}(?= \|)`, 'g'), (end) =>
      linksIn(end).every((found) => found.namesTest) ? '' : end,
    )
    .split(/(\n(?=\n|- |\||#))/)
    .map((part) =>
      namesTest(part) && !part.startsWith('|') ? withoutSentences(part, namesTest) : part,
    )
    .join('')
    .replace(/\n{3,}/g, '\n\n')
    .replace(link, (...match) => textOf(read(match.slice(0, 3))));
}

/** Without the columns that hold nothing but tests: by their heads, or by what is in them. */
function withoutTestColumns(table: string, linksIn: (part: string) => PageLink[]): string {
  const rows = table.trimEnd().split('\n').map(cellsOf);
  const [head = [], , ...body] = rows;
  const isTests = (cell: string) =>
    new RegExp(`^${links}$`).test(cell) && linksIn(cell).every(({ path }) => isTest(path));
  const left = head.flatMap((name, column) => {
    const cells = body.map((row) => row[column]?.trim() ?? '').filter((cell) => cell !== '');
    const dropped =
      /^(?:test|trap)$/i.test(name.trim()) || (cells.length > 0 && cells.every(isTests));
    return dropped ? [] : [column];
  });
  const ends = table.endsWith('\n') ? '\n' : '';
  return rows.map((row) => `|${left.map((column) => row[column]).join('|')}|`).join('\n') + ends;
}

function cellsOf(row: string): string[] {
  return row.slice(1, -1).split(/(?<!\\)\|/);
}

/** Without the sentences of which something holds. */
function withoutSentences(text: string, holds: (sentence: string) => boolean): string {
  const [start = ''] = text.match(/^\s*(?:- )?/) ?? [];
  const sentences = text.slice(start.length).match(/.*?(?:[.!?](?=\s)|$)\s*/gs) ?? [];
  const left = sentences.filter((sentence) => !holds(sentence)).join('');
  return left === '' ? '' : start + left.trimEnd();
}

function textOf({ label, path, packed }: PageLink): string {
  if (packed) return packed;
  if (path.startsWith(`${label}/`)) return `\`${label}\` of the repository`;
  return !isTest(path) && isNameOf(label, path) ? `\`${path}\` of the repository` : label;
}

function isTest(path: string): boolean {
  return path.split('/').includes('test');
}

// `iam` is one of `test/sqs/iam.test.ts`, `rest-api` of `examples/rest-api`.
function isNameOf(label: string, path: string): boolean {
  return `/${path}`.endsWith(`/${label}`) || basename(path).split('.')[0] === label;
}
