import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../rest-api/src/settings.js';
import { eventFunctions, functions, resourcesOf, template } from './support/template.js';

const dockerfile = readFileSync(new URL('../Dockerfile', import.meta.url), 'utf8');
const byName = Object.fromEntries(functions);
const variables = (name: string) => byName[name]?.Environment.Variables;

describe('what all functions have', () => {
  it('there are five: the API, the three handlers of events, and the sweep', () => {
    expect(Object.keys(byName)).toEqual([
      'RestApiFunction',
      'GenericEventFunction',
      'SqsJobFunction',
      'SweepFunction',
      'S3CsvFunction',
    ]);
  });

  it('the globals have no setting of the adapter: what is right for events is wrong for HTTP', () => {
    expect(JSON.stringify(template.Globals)).not.toContain('AWS_LWA');
    expect(template.Globals).toMatchObject({ Function: { Tracing: 'Active' } });
  });

  it('the image can be for either architecture', () => {
    expect(template.Globals).toMatchObject({
      Function: { Architectures: [{ Ref: 'Architecture' }] },
    });
    expect(template.Parameters.Architecture).toMatchObject({ AllowedValues: ['arm64', 'x86_64'] });
  });

  it.each(functions)('%s: one image, and a command of its own that the image has', (_, it) => {
    expect(it).toMatchObject({ PackageType: 'Image', ImageUri: { Ref: 'ImageUri' } });
    const [node, file, ...others] = it.ImageConfig.Command;
    expect({ node, others }).toEqual({ node: 'node', others: [] });
    expect(dockerfile).toContain(` image/${file}`);
  });

  it.each(functions)('%s: a role and a log of its own, kept for a while', (name, it) => {
    const own = name.replace(/Function$/, '');
    expect(it.Role).toEqual({ 'Fn::GetAtt': [`${own}Role`, 'Arn'] });
    expect(it.LoggingConfig).toEqual({ LogFormat: 'JSON', LogGroup: { Ref: `${own}Logs` } });
  });

  // `| \`NAME\`, \`OTHER\` | default | what for |`
  it.each([
    ['RestApiFunction', 'rest-api'],
    ['SqsJobFunction', 'sqs-job'],
    ['SweepFunction', 'sqs-job'],
    ['S3CsvFunction', 's3-csv'],
  ])('%s: each variable that the README of %s has no default for', (name, example) => {
    const readme = readFileSync(new URL(`../../${example}/README.md`, import.meta.url), 'utf8');
    const rows = [...readme.matchAll(/^\| ((?:`[A-Z_]+`,? ?)+) *\| *\|/gm)];
    const wanted = rows.flatMap(([, names = '']) => names.match(/[A-Z_]+/g) ?? []);
    expect(wanted).toEqual(expect.arrayContaining(['APP_NAMESPACE', 'APP_ENV']));
    // The sweep asks no model.
    const given = { ...variables(name), ...(name === 'SweepFunction' && { BEDROCK_MODEL_ID: '' }) };
    const globals = JSON.stringify(template.Globals);
    expect(wanted.filter((it) => !(it in given) && !globals.includes(`"${it}":`))).toEqual([]);
  });

  it('names: of the parameters that tables and buckets are named by', () => {
    const Variables = { APP_NAMESPACE: { Ref: 'Namespace' }, APP_ENV: { Ref: 'Stage' } };
    expect(template.Globals).toMatchObject({ Function: { Environment: { Variables } } });
  });

  it.each(resourcesOf('AWS::Logs::LogGroup'))('%s: has an end', (_, logs) => {
    expect(logs.RetentionInDays).toEqual({ Ref: 'LogRetentionDays' });
  });
});

describe('event functions', () => {
  it.each(eventFunctions)('%s: errors are function errors, on the path of events', (name) => {
    expect(variables(name)).toMatchObject({
      AWS_LWA_ERROR_STATUS_CODES: '500-599',
      AWS_LWA_PASS_THROUGH_PATH: '/events',
    });
  });

  it('the REST API has neither: an HTTP 500 is an answer', () => {
    const settings = Object.keys(variables('RestApiFunction')).filter((name) =>
      name.startsWith('AWS_LWA'),
    );
    expect(settings).toEqual(['AWS_LWA_READINESS_CHECK_PATH']);
    expect(variables('RestApiFunction').AWS_LWA_READINESS_CHECK_PATH).toBe('/healthz');
  });

  it('what is invoked without anybody waiting keeps the event, or comes again by itself', () => {
    expect(byName.GenericEventFunction.EventInvokeConfig).toMatchObject({
      DestinationConfig: {
        OnFailure: { Type: 'SQS', Destination: { 'Fn::GetAtt': ['FailedEventsQueue', 'Arn'] } },
      },
    });
    expect(byName.SweepFunction.Events.EveryFiveMinutes).toMatchObject({
      Type: 'Schedule',
      Properties: { Schedule: 'rate(5 minutes)' },
    });
  });

  it('generic-event gets the event of its schedule as it is, and the alarms of the stack', () => {
    const { Nightly, Alarms } = byName.GenericEventFunction.Events;
    expect(Nightly).toEqual({ Type: 'Schedule', Properties: { Schedule: 'cron(0 3 * * ? *)' } });
    expect(Alarms.Properties.Pattern).toMatchObject({
      'detail-type': ['CloudWatch Alarm State Change'],
    });
  });

  it('the sweep has the time to look twice, a minute apart', () => {
    expect(byName.SweepFunction.Timeout).toBeGreaterThanOrEqual(90);
  });

  it('only what sends to its own queue may look like a loop', () => {
    const allowed = functions.filter(([, { RecursiveLoop }]) => RecursiveLoop === 'Allow');
    expect(allowed.map(([name]) => name)).toEqual(['S3CsvFunction']);
  });
});

describe('the REST API', () => {
  it('is given all that it asks of its environment', () => {
    const known: NodeJS.ProcessEnv = { JWT_JWKS_URL: 'https://issuer.example.com/keys' };
    const names = Object.keys(variables('RestApiFunction')).filter(
      (name) => name !== 'CORS_ORIGINS',
    );
    const env = Object.fromEntries(names.map((name) => [name, known[name] ?? name]));
    expect(() => readSettings(env)).not.toThrow();
  });

  it('gets every request, and each is in the log of its gateway', () => {
    const events = { AnyRequest: { Type: 'HttpApi', Properties: { ApiId: { Ref: 'HttpApi' } } } };
    expect(byName.RestApiFunction.Events).toEqual(events);
    const [[, gateway] = []] = resourcesOf('AWS::Serverless::HttpApi');
    expect(gateway.AccessLogSettings).toMatchObject({
      DestinationArn: { 'Fn::GetAtt': ['HttpApiLogs', 'Arn'] },
      Format: expect.stringContaining('"requestId":"$context.requestId"'),
    });
    expect(gateway.DefaultRouteSettings.ThrottlingRateLimit).toBeGreaterThan(0);
  });

  it('lets the pages call that may upload', () => {
    const origins = { 'Fn::Join': [',', { Ref: 'CorsOrigins' }] };
    expect(variables('RestApiFunction').CORS_ORIGINS).toEqual(origins);
    const [, { CorsConfiguration }] =
      resourcesOf('AWS::S3::Bucket').find(([name]) => name === 'UploadsBucket') ?? [];
    const [condition, { CorsRules }] = CorsConfiguration['Fn::If'];
    expect(condition).toBe('HasCorsOrigins');
    expect(CorsRules).toMatchObject([
      { AllowedMethods: ['POST'], AllowedOrigins: { Ref: 'CorsOrigins' } },
    ]);
  });

  it('answers within the 30 s of its gateway', () => {
    expect(byName.RestApiFunction.Timeout).toBeLessThan(30);
  });
});
