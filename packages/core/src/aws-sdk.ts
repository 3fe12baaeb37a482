import { importPeer } from './import-peer.js';

// The AWS SDK's packages are optional peers, each imported where it is first needed. They throw
// `ERR_MISSING_PEER`. Nothing is kept here: a module is imported once in a process anyway.

export const dynamodbSdk = () =>
  importPeer('@aws-sdk/client-dynamodb', () => import('@aws-sdk/client-dynamodb'));

export const s3Sdk = () => importPeer('@aws-sdk/client-s3', () => import('@aws-sdk/client-s3'));

export const sqsSdk = () => importPeer('@aws-sdk/client-sqs', () => import('@aws-sdk/client-sqs'));
