/** Whether a value has the type that the adapter wants in its place. */
type Check = (value: unknown) => boolean;

/** The fields of an object that the adapter looks at; others may be anything. */
type Shape = Readonly<Record<string, Check>>;

const isText: Check = (value) => typeof value === 'string';
const isFlag: Check = (value) => typeof value === 'boolean';
const isWhole: Check = (value) => Number.isSafeInteger(value);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
// An empty method counts as GET.
const isMethod: Check = (value) => isText(value) && /^[!#$%&'*+.^_`|~\w-]*$/.test(String(value));

const absent =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const optional =
  (check: Check): Check =>
  (value) =>
    value == null || check(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const mapOf =
  (check: Check): Check =>
  (value) =>
    isObject(value) && Object.values(value).every(check);
const oneOrMany: Check = (value) => isText(value) || listOf(isText)(value);
const has =
  (shape: Shape): Check =>
  (value) =>
    isObject(value) && Object.entries(shape).every(([name, check]) => check(value[name]));
const texts = (...names: string[]): Shape =>
  Object.fromEntries(names.map((name) => [name, optional(isText)]));

const ofEveryKind: Shape = {
  ...texts('path', 'body'),
  headers: optional(mapOf(oneOrMany)),
};

/** API Gateway REST, and its REQUEST authorizers. */
export const isVersion1: Check = has({
  ...ofEveryKind,
  ...texts('resource'),
  httpMethod: isMethod,
  multiValueHeaders: optional(mapOf(oneOrMany)),
  queryStringParameters: optional(mapOf(oneOrMany)),
  multiValueQueryStringParameters: optional(mapOf(oneOrMany)),
  pathParameters: optional(mapOf(isText)),
  stageVariables: optional(mapOf(isText)),
  isBase64Encoded: optional(isFlag),
  requestContext: has({
    ...texts('accountId', 'resourceId', 'operationName', 'stage', 'domainName', 'domainPrefix'),
    ...texts('requestId', 'protocol', 'resourcePath', 'path', 'requestTime', 'apiId'),
    identity: absent(
      has({
        ...texts('cognitoIdentityPoolId', 'accountId', 'cognitoIdentityId', 'caller', 'apiKey'),
        ...texts('apiKeyId', 'accessKey', 'sourceIp', 'cognitoAuthenticationType', 'userArn'),
        ...texts('cognitoAuthenticationProvider', 'userAgent', 'user'),
      }),
    ),
    authorizer: optional(isObject),
    httpMethod: isMethod,
    requestTimeEpoch: absent(isWhole),
  }),
});

const authorizer: Check = has({
  jwt: optional(has({ claims: optional(mapOf(isText)), scopes: optional(listOf(isText)) })),
  lambda: optional(isObject),
  iam: optional(
    has({
      ...texts('accessKey', 'accountId', 'callerId', 'principalOrgId', 'userArn', 'userId'),
      cognitoIdentity: optional(
        has({ amr: listOf(isText), ...texts('identityId', 'identityPoolId') }),
      ),
    }),
  ),
});

/** API Gateway HTTP API and Function URLs. `path` is another name of `rawPath`: both are one too many. */
export const isVersion2: Check = (event) =>
  hasVersion2Fields(event) && !(isObject(event) && 'path' in event && 'rawPath' in event);

const hasVersion2Fields: Check = has({
  ...ofEveryKind,
  ...texts('type', 'methodArn', 'identitySource', 'authorizationToken', 'resource', 'version'),
  ...texts('routeKey', 'rawPath', 'rawQueryString'),
  httpMethod: absent(isMethod),
  cookies: optional(listOf(isText)),
  queryStringParameters: optional(mapOf(oneOrMany)),
  pathParameters: optional(mapOf(isText)),
  stageVariables: optional(mapOf(isText)),
  isBase64Encoded: absent(isFlag),
  requestContext: has({
    ...texts('routeKey', 'accountId', 'stage', 'requestId', 'apiId', 'domainName', 'domainPrefix'),
    ...texts('time'),
    authorizer: optional(authorizer),
    timeEpoch: absent(isWhole),
    http: has({ method: isMethod, ...texts('path', 'protocol', 'sourceIp', 'userAgent') }),
  }),
});

/** An Application Load Balancer. */
export const isLoadBalancer: Check = has({
  ...ofEveryKind,
  httpMethod: isMethod,
  multiValueHeaders: optional(mapOf(oneOrMany)),
  queryStringParameters: absent(mapOf(oneOrMany)),
  multiValueQueryStringParameters: absent(mapOf(oneOrMany)),
  isBase64Encoded: optional(isFlag),
  requestContext: has({ elb: has(texts('targetGroupArn')) }),
});
