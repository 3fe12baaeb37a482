import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { RowWrite } from '../history/history.ts';
import { readRow } from '../history/read-row.ts';
import type { AwsAnswer, PassOn } from './fault-proxy.ts';

type Item = Record<string, AttributeValue>;

interface WriteRequest {
  readonly TableName: string;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly ReturnValues?: string;
  readonly ConditionExpression?: string;
}

export interface RecordOptions {
  readonly table: string;
  /** Lets every update through, whatever its condition says: a sabotage that must be found. */
  readonly unconditional?: boolean | undefined;
  onWrite(write: RowWrite): void;
}

/**
 * Passes requests on to DynamoDB, and tells of each write to the table that was applied: in the
 * order of the database, since the writes to one row wait for each other here.
 */
export function recordWrites({ table, unconditional = false, onWrite }: RecordOptions): PassOn {
  const last = new Map<string, Promise<unknown>>();

  return async ({ operation, body, worker }, send) => {
    if (operation !== 'UpdateItem' && operation !== 'PutItem') return send(body);
    const asked = JSON.parse(body) as WriteRequest;
    const id = (asked.Key ?? asked.Item)?.job_id?.S;
    if (asked.TableName !== table || id === undefined) return send(body);

    const write = async () => {
      const sent = unconditional ? withoutCondition(asked) : asked;
      const answer = await sendForRow(sent, operation, send);
      if (answer.row) onWrite({ at: Date.now(), worker, row: readRow(answer.row) });
      return answer;
    };
    const writing = (last.get(id) ?? Promise.resolve()).then(write, write);
    last.set(id, writing);
    try {
      return await writing;
    } finally {
      if (last.get(id) === writing) last.delete(id);
    }
  };
}

// Asks for the row that an update leaves, whether or not the sender did.
async function sendForRow(
  asked: WriteRequest,
  operation: string,
  send: (body: string) => Promise<AwsAnswer>,
): Promise<AwsAnswer & { readonly row?: Item | undefined }> {
  if (operation === 'PutItem') {
    const answer = await send(JSON.stringify(asked));
    return { ...answer, row: answer.status === 200 ? asked.Item : undefined };
  }
  const answer = await send(JSON.stringify({ ...asked, ReturnValues: 'ALL_NEW' }));
  if (answer.status !== 200) return answer;
  const { Attributes, ...rest } = JSON.parse(answer.body) as { Attributes: Item };
  const wanted = asked.ReturnValues === 'ALL_NEW' ? { ...rest, Attributes } : rest;
  return { ...answer, body: JSON.stringify(wanted), row: Attributes };
}

// Its values must stay in use, or the database refuses them.
function withoutCondition(asked: WriteRequest): WriteRequest {
  if (!asked.Key) return asked;
  const always = `attribute_exists(#status) OR ${asked.ConditionExpression}`;
  return { ...asked, ConditionExpression: always };
}
