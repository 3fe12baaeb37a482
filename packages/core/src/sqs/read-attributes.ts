import type { MessageAttribute, SqsRecord, SqsRecordAttribute } from './message.js';
import { readText } from './read-text.js';

/** The message attributes of a record by name, each as what its data type says. */
export function readAttributes(
  sent: Partial<SqsRecord>['messageAttributes'] | null,
): Readonly<Record<string, MessageAttribute>> {
  return Object.fromEntries(
    Object.entries(sent ?? {}).map(([name, attribute]) => [name, readAttribute(attribute ?? {})]),
  );
}

// A data type may carry a label of the sender's own: `Number.cents`, `Binary.png`.
function readAttribute({
  dataType,
  stringValue,
  binaryValue,
}: Partial<SqsRecordAttribute>): MessageAttribute {
  const [type] = readText(dataType).split('.');
  if (type === 'Binary') return new Uint8Array(Buffer.from(readText(binaryValue), 'base64'));
  const text = readText(stringValue);
  return type === 'Number' ? readNumber(text) : text;
}

// A Number of SQS has up to 38 digits. A whole one that a JavaScript number would round is a bigint.
function readNumber(text: string): number | bigint | string {
  const number = Number(text);
  if (text.trim() === '' || Number.isNaN(number)) return text;
  if (Number.isSafeInteger(number) || !/^[+-]?\d+$/.test(text)) return number;
  return BigInt(text.replace('+', ''));
}
