#!/usr/bin/env node
import { failCli } from './fail-cli.js';

const args = process.argv.slice(2);
try {
  const { runProgram } = await import('./program.js');
  await runProgram(args);
} catch (error) {
  failCli(error);
}
