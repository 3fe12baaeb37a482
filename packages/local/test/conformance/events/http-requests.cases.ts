/** An event, and the request that the adapter makes of it; without one the event is passed through. */
export interface HttpRequestCase {
  name: string;
  event: object;
  request?: { method: string; url: string; body?: string; headers?: Record<string, string> };
}

const version1 = (fields: object, context: object = {}) => ({
  httpMethod: 'GET',
  path: '/x',
  ...fields,
  requestContext: { httpMethod: 'GET', ...context },
});
const version2 = (fields: object, context: object = {}) => ({
  rawPath: '/x',
  ...fields,
  requestContext: { http: { method: 'GET' }, ...context },
});
const loadBalancer = (fields: object) => ({
  httpMethod: 'GET',
  path: '/x',
  ...fields,
  requestContext: { elb: {} },
});
const get = (url = '/x') => ({ method: 'GET', url });

const requests: HttpRequestCase[] = [
  { name: 'v1 without a path', event: version1({ path: undefined }), request: get('/') },
  {
    name: 'v1 with another path in its context',
    event: version1({}, { path: '/live/y', stage: 'live' }),
    request: get(),
  },
  {
    name: 'v1 with another method in its context',
    event: version1({ httpMethod: 'DELETE' }),
    request: { method: 'DELETE', url: '/x' },
  },
  { name: 'v1 with an empty method', event: version1({ httpMethod: '' }), request: get() },
  {
    name: 'v1 with both kinds of query',
    event: version1({
      queryStringParameters: { a: '2' },
      multiValueQueryStringParameters: { a: ['1', 'ü &+2'] },
    }),
    request: get('/x?a=1&a=%C3%BC+%26%2B2'),
  },
  {
    name: 'v1 with one query',
    event: version1({ queryStringParameters: { a: '1,2' }, multiValueQueryStringParameters: null }),
    request: get('/x?a=1%2C2'),
  },
  {
    name: 'v1 with both kinds of headers',
    event: version1({
      headers: { 'X-A': '1', 'x-b': ['2', '3'] },
      multiValueHeaders: { 'x-a': ['8', '9'], 'x-c': ['4', '5'] },
    }),
    request: { ...get(), headers: { 'x-a': '1', 'x-b': '2, 3', 'x-c': '4, 5' } },
  },
  {
    name: 'v1 with a body in base64',
    event: version1({ httpMethod: 'POST', body: 'w7w=', isBase64Encoded: true }),
    request: { method: 'POST', url: '/x', body: 'ü' },
  },
  {
    name: 'v1 with a body that says nothing of base64',
    event: version1({ httpMethod: 'POST', body: 'w7w=', isBase64Encoded: null }),
    request: { method: 'POST', url: '/x', body: 'w7w=' },
  },
  {
    name: 'v1 with an authorizer',
    event: version1({}, { authorizer: { principalId: 'me', level: 3 } }),
    request: get(),
  },
  { name: 'v2 without a path', event: version2({ rawPath: undefined }), request: get('/') },
  {
    name: 'v2 with a path in its context',
    event: version2({ rawPath: undefined }, { http: { method: 'GET', path: '/y' } }),
    request: get('/'),
  },
  {
    name: 'v2 with `path`',
    event: version2({ rawPath: undefined, path: '/y' }),
    request: get('/y'),
  },
  {
    name: 'v2 with a path to encode',
    event: version2({ rawPath: '/ü b?' }),
    request: get('/%C3%BC%20b%3F'),
  },
  { name: 'v2 with a path without a slash', event: version2({ rawPath: 'x' }), request: get() },
  {
    name: 'v2 with dots in its path',
    event: version2({ rawPath: '/a/../b/./c' }),
    request: get('/b/c'),
  },
  {
    name: 'v2 with a query',
    event: version2({ rawQueryString: 'a=1,2&b', queryStringParameters: { c: '3' } }),
    request: get('/x?a=1,2&b'),
  },
  {
    name: 'v2 with cookies',
    event: version2({ cookies: ['a=1', 'b=2'], headers: { cookie: 'c=3' } }),
    request: { ...get(), headers: { cookie: 'a=1;b=2' } },
  },
  { name: 'v2 beside Records', event: version2({ Records: [{}] }), request: get() },
  { name: 'v2 with another method', event: version2({ httpMethod: 'PUT' }), request: get() },
  {
    name: 'v2 with an authorizer',
    event: version2({}, { authorizer: { jwt: { claims: { sub: 'me' }, scopes: null } } }),
    request: get(),
  },
  {
    name: 'v1 and v2 at once',
    event: {
      ...version1({}),
      rawPath: '/y',
      requestContext: { httpMethod: 'GET', http: { method: 'PUT' } },
    },
    request: get(),
  },
  {
    name: 'a load balancer without a path',
    event: loadBalancer({ path: null }),
    request: get('/'),
  },
  {
    name: 'a load balancer with an encoded query',
    event: loadBalancer({ queryStringParameters: { a: 'gr%C3%BCn%20100%' } }),
    request: get('/x?a=gr%C3%BCn+100%25'),
  },
  {
    name: 'a load balancer with many values',
    event: loadBalancer({
      multiValueQueryStringParameters: { a: ['1', '2'] },
      multiValueHeaders: { 'x-a': ['1', '2'] },
    }),
    request: { ...get('/x?a=1&a=2'), headers: { 'x-a': '1, 2' } },
  },
];

const passedThrough: Record<string, object> = {
  'v1 without httpMethod': { path: '/x', requestContext: { httpMethod: 'GET' } },
  'v1 without httpMethod in its context': { ...version1({}), requestContext: { requestId: 'r' } },
  'v1 with an object as body': version1({ body: { a: 1 } }),
  'v1 with a number as header': version1({ headers: { a: 1 } }),
  'v1 with a number as path parameter': version1({ pathParameters: { id: 1 } }),
  'v1 with a number as account': version1({}, { accountId: 1 }),
  'v1 with a text as time': version1({}, { requestTimeEpoch: '1' }),
  'v1 with null as identity': version1({}, { identity: null }),
  'v1 with an impossible method': version1({ httpMethod: 'A B' }),
  'v2 without a method': version2({}, { http: { path: '/x' } }),
  'v2 with a number as method': version2({}, { http: { method: 1 } }),
  'v2 with null as http': version2({}, { http: null }),
  'v2 with two paths': version2({ path: '/y' }),
  'v2 with an object as body': version2({ body: { a: 1 } }),
  'v2 with null as isBase64Encoded': version2({ isBase64Encoded: null }),
  'v2 with a list as identity source': version2({ identitySource: ['a'] }),
  'v2 with a number as claim': version2({}, { authorizer: { jwt: { claims: { n: 1 } } } }),
  'v2 with a text as cookies': version2({ cookies: 'a=1' }),
  'a load balancer without httpMethod': { requestContext: { elb: {} } },
  'a load balancer with null as query': loadBalancer({ queryStringParameters: null }),
  'a load balancer with null as elb': { httpMethod: 'GET', requestContext: { elb: null } },
  'a text as context': { httpMethod: 'GET', requestContext: 'x' },
};

export const httpRequestCases: HttpRequestCase[] = [
  ...requests,
  ...Object.entries(passedThrough).map(([name, event]) => ({ name, event })),
];
