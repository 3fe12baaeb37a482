import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import '../../servers/bare.mjs';

export const clients = [BedrockRuntimeClient, DynamoDBClient, DynamoDBDocumentClient, SQSClient];
