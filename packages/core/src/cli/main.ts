#!/usr/bin/env node
import { failCli } from './fail-cli.js';
import { runHandler } from './run/run-handler.js';

const [command, name, ...rest] = process.argv.slice(2);
try {
  // The way a container starts, on which its cold start waits: without the parser of the other ways.
  if (command === 'run' && name && !name.startsWith('-') && rest.length === 0) {
    await runHandler(name);
  } else {
    const { runProgram } = await import('./program.js');
    await runProgram(process.argv.slice(2), runHandler);
  }
} catch (error) {
  await failCli(error);
}
