// Runs the comparison with other libraries, and writes what it shows into docs/sqs-comparison.md.
import { spawnSync } from 'node:child_process';

const comparison = ['run', '--project', 'bench', 'comparison.test'];
const env = { ...process.env, WRITE_COMPARISON: 'true' };
const { status, error } = spawnSync('vitest', comparison, { stdio: 'inherit', env });
if (error) throw error;
process.exit(status ?? 1);
