import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Analysis } from './analysis.js';
import { tableName } from './environment.js';
import type { Passenger, PassengerAnalysis, StoredPassenger } from './passenger.js';

// Made once per process. The SDK reads its environment when it first sends.
const client = DynamoDBDocumentClient.from(new DynamoDBClient());

const writesAtOnce = 25;

/** The passengers of a ticket, by passenger_id; none where nobody has it. */
export async function passengersOf(ticket: string): Promise<StoredPassenger[]> {
  const pages = paginateQuery(
    { client },
    {
      TableName: tableName('passengers'),
      KeyConditionExpression: 'ticket = :ticket',
      ExpressionAttributeValues: { ':ticket': ticket },
      ConsistentRead: true,
    },
  );
  const passengers: StoredPassenger[] = [];
  for await (const { Items = [] } of pages) passengers.push(...(Items as StoredPassenger[]));
  return passengers;
}

/**
 * Stores what the passenger list says of passengers. Doing it again changes nothing; where one
 * comes twice, the last one counts.
 *
 * These are updates and no batch of puts, which would take away what an analysis has added: a list
 * can come again at any time.
 */
export async function savePassengers(
  passengers: readonly Passenger[],
  signal: AbortSignal,
): Promise<void> {
  const unique = new Map(
    passengers.map((passenger) => [`${passenger.passenger_id} ${passenger.ticket}`, passenger]),
  );
  const left = [...unique.values()];
  while (left.length > 0) {
    signal.throwIfAborted();
    await Promise.all(left.splice(0, writesAtOnce).map(savePassenger));
  }
}

async function savePassenger({ ticket, passenger_id, ...facts }: Passenger): Promise<void> {
  await update({ ticket, passenger_id }, facts);
}

/**
 * Stores what an analysis says of each passenger of a ticket.
 *
 * @throws ConditionalCheckFailedException where one of them is not in the table
 */
export async function saveAnalysis(
  ticket: string,
  { summary, passengers }: Analysis,
  job_id: string,
): Promise<void> {
  await Promise.all(
    passengers.map(({ passenger_id, remark }) => {
      const analysis: PassengerAnalysis = { job_id, summary, remark };
      return update({ ticket, passenger_id }, { analysis }, 'attribute_exists(ticket)');
    }),
  );
}

async function update(
  Key: Pick<Passenger, 'ticket' | 'passenger_id'>,
  attributes: object,
  ConditionExpression?: string,
): Promise<void> {
  const entries = Object.entries(attributes);
  await client.send(
    new UpdateCommand({
      TableName: tableName('passengers'),
      Key,
      UpdateExpression: `SET ${entries.map(([name]) => `#${name} = :${name}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(entries.map(([name]) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(
        entries.map(([name, value]) => [`:${name}`, value]),
      ),
      ...(ConditionExpression && { ConditionExpression }),
    }),
  );
}
