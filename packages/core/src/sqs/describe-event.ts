/** What kind of event this is, in a few words, for whoever has pointed the wrong event source at a function. */
export function describeEvent(event: unknown): string {
  if (event === null) return 'null';
  if (typeof event !== 'object') return `a ${typeof event}`;
  if (Array.isArray(event)) return 'a list';
  const fields = event as Readonly<Record<string, unknown>>;
  if (Array.isArray(fields.Records)) return describeRecords(fields.Records);
  if ('Records' in fields) return 'one whose Records are no list';
  if (typeof fields['detail-type'] === 'string') {
    return `an EventBridge event (${shorten(fields.source)}, ${shorten(fields['detail-type'])})`;
  }
  if ('requestContext' in fields || 'httpMethod' in fields) {
    return 'an HTTP request (API Gateway, a function URL or a load balancer)';
  }
  return 'an object without Records';
}

function describeRecords(records: readonly unknown[]): string {
  for (const record of records) {
    if (typeof record !== 'object' || record === null) return 'one whose Records are no objects';
    // SNS writes it with a capital.
    const { eventSource, EventSource } = record as Readonly<Record<string, unknown>>;
    const source = eventSource ?? EventSource;
    if (typeof source !== 'string' || source === 'aws:sqs') continue;
    const name = services.get(source);
    return name ? `${name} event (${source})` : `one of another source (${shorten(source)})`;
  }
  return 'one whose Records name no source';
}

const services = new Map([
  ['aws:s3', 'an S3'],
  ['aws:sns', 'an SNS'],
  ['aws:kinesis', 'a Kinesis'],
  ['aws:dynamodb', 'a DynamoDB'],
  ['aws:kafka', 'a Kafka'],
  ['aws:ses', 'an SES'],
]);

// It comes from outside, and may be anything.
function shorten(text: unknown): string {
  return typeof text === 'string' ? JSON.stringify(text.slice(0, 60)) : 'no source';
}
