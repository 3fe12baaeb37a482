import { Command } from 'commander';

const help = `
The handler is named as in Lambda: by its file, without .js, .mjs or .cjs, and by its export.
The port and the paths are those of the environment: AWS_LWA_PORT or PORT (8080),
AWS_LWA_PASS_THROUGH_PATH (/events), AWS_LWA_READINESS_CHECK_PATH (/).

Examples:
  lwa-bridge run dist/orders.handler
  PORT=3000 lwa-bridge run dist/orders.routes.create

In a Dockerfile:
  CMD ["node_modules/.bin/lwa-bridge", "run", "dist/orders.handler"]`;

/** `lwa-bridge run`, as {@link runHandler} does it. */
export function runCommand(runHandler: (name: string) => Promise<void>): Command {
  return new Command('run')
    .description('serve the events of an exported Lambda handler')
    .argument('<file.function>', 'the handler, such as dist/orders.handler')
    .addHelpText('after', help)
    .action(runHandler);
}
