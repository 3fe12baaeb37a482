// A worker as it is written by hand: read the row, put it back as PROCESSING, work, put it back as
// COMPLETED. No condition, no lease: two deliveries at once, or a crash, leave it wrong.
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { serveEvents, sqsHandler } from 'lwa-bridge';
import { type Input, work } from './definitions.ts';

const dynamodb = new DynamoDBClient({});
const TableName = process.env.JOBS_TABLE;

async function processJob(id: string): Promise<void> {
  const Key = { job_id: { S: id } };
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key }));
  if (!Item) throw new Error(`there is no job ${id}`);
  const put = (change: Record<string, { S: string }>) =>
    dynamodb.send(
      new PutItemCommand({
        TableName,
        Item: { ...Item, ...change, updated_at: { S: new Date().toISOString() } },
      }),
    );
  await put({ status: { S: 'PROCESSING' } });
  try {
    const result = work(JSON.parse(Item.input_data?.S ?? '') as Input);
    await put({ status: { S: 'COMPLETED' }, result: { S: JSON.stringify(result) } });
  } catch (error) {
    await put({ status: { S: 'FAILED' }, error: { S: String(error) } });
  }
}

serveEvents(sqsHandler<{ job_id: string }>(({ job_id }) => processJob(job_id)));
