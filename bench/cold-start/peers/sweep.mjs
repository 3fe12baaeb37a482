import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import '../../servers/bare.mjs';

export const clients = [DynamoDBClient, SQSClient];
