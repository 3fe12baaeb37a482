import type { SQSRecord } from 'aws-lambda';

export async function recordHandler(record: SQSRecord): Promise<void> {
  const order = JSON.parse(record.body);
  if (!order.id) throw new Error('the order has no id');
}
