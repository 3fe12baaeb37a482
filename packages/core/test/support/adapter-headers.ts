/** The context that the adapter sends, as it was recorded from the real one. */
export function adapterContext(changes: object = {}): Record<string, unknown> {
  return {
    request_id: '8476a536-e9f4-11e8-9739-2dfe598c3fcd',
    deadline: Date.now() + 30_000,
    invoked_function_arn: 'arn:aws:lambda:eu-central-1:123456789012:function:orders:live',
    xray_trace_id: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
    client_context: null,
    identity: null,
    env_config: {
      function_name: 'orders',
      memory: 512,
      version: '7',
      log_stream: '2026/03/01/[7]abc',
      log_group: '/aws/lambda/orders',
    },
    ...changes,
  };
}

/** The headers that the adapter sends with a pass-through event. */
export function adapterHeaders(changes: object = {}): Record<string, string> {
  const context = adapterContext(changes);
  return {
    'content-type': 'application/json',
    'x-amzn-request-context': 'null',
    'x-amzn-lambda-context': utf8(JSON.stringify(context)),
    'x-amzn-trace-id': utf8(String(context.xray_trace_id)),
  };
}

/** The text's UTF-8 bytes, as Node writes them into a header. */
export function utf8(text: string): string {
  return Buffer.from(text).toString('latin1');
}
