import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SQSClient } from '@aws-sdk/client-sqs';
import { onTestFinished } from 'vitest';

/** A message as a stub gives it. */
export interface StubMessage {
  id: string;
  body?: string;
  group?: string;
}

/** An SQS that gives the batches it is told to, which no real one can be made to. */
export interface SqsStub {
  readonly sqs: SQSClient;
  readonly url: string;
  /** How often something was received. */
  receives(): number;
  /** The ids of what was deleted. */
  readonly deleted: readonly string[];
}

/**
 * Starts a stub until the end of the test. Each receive gets one of these: messages, or an error; those
 * after the last get nothing.
 */
export async function startSqsStub(batches: readonly (StubMessage[] | Error)[]): Promise<SqsStub> {
  const deleted: string[] = [];
  let receives = 0;
  const server = createServer(async (request, response) => {
    const { Entries = [] } = JSON.parse(await text(request)) as {
      Entries?: { Id: string; ReceiptHandle: string }[];
    };
    deleted.push(...Entries.map(({ ReceiptHandle }) => ReceiptHandle));
    const isReceive = String(request.headers['x-amz-target']).endsWith('ReceiveMessage');
    const batch = (isReceive && batches[receives]) || [];
    if (isReceive) receives += 1;
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    if (batch instanceof Error) {
      response.statusCode = 400;
      response.end(JSON.stringify({ __type: 'com.amazonaws.sqs#Refused', message: batch.message }));
    } else {
      response.end(JSON.stringify({ Successful: Entries, Messages: batch.map(toMessage) }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const sqs = new SQSClient({ endpoint: url, region: 'us-east-1', credentials });
  onTestFinished(() => {
    sqs.destroy();
    server.close();
  });
  return { sqs, url, deleted, receives: () => receives };
}

function toMessage({ id, body = '', group }: StubMessage): object {
  return {
    MessageId: id,
    ReceiptHandle: id,
    Body: body,
    MD5OfBody: createHash('md5').update(body).digest('hex'),
    Attributes: { ...(group && { MessageGroupId: group }) },
  };
}
