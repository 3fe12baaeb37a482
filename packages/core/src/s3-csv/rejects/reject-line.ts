import type { InvalidRow } from '../invalid-row.js';

/** The header of a rejects file: what is wrong, then the file's own columns. */
export function rejectsHeader(columns: readonly string[]): string {
  return toLine(['row_number', 'offset', 'reason', 'message', ...columns]);
}

/**
 * A row of a rejects file. One that can't be cut into fields stands in the first of the file's own
 * columns as a whole.
 */
export function rejectLine({
  rowNumber,
  offset,
  reason,
  message,
  fields,
  text,
}: InvalidRow): string {
  const own = text === undefined ? fields : [text];
  return toLine([String(rowNumber), String(offset), reason, message, ...own]);
}

function toLine(cells: readonly string[]): string {
  return `${cells.map(toCell).join(',')}\n`;
}

function toCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
