// Reads the reference object at PORT with one of the contenders, twice, and prints how many rows a
// second of the processor the second time gave: `node read-process.ts bridge typed`.
import { S3Client } from '@aws-sdk/client-s3';
import type { Contender, Work } from './contenders/contender.ts';
import { Order } from './order.ts';

const [name = '', mode = ''] = process.argv.slice(2);
const module: Record<string, Contender> = await import(`./contenders/${name}.ts`);
const [read] = Object.values(module);
if (!read) throw new Error(`no contender in ${name}.ts`);

const client = new S3Client({
  endpoint: `http://127.0.0.1:${process.env.PORT}`,
  region: 'us-east-1',
  credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  forcePathStyle: true,
});

let rows = 0;
let bytes = 0;
const handle: Record<string, Work['handle']> = {
  text: async (all) => {
    rows += all.length;
  },
  typed: async (all) => {
    rows += all.length;
  },
  // What a handler may do with them: lines of JSON, for the next service.
  handled: async (all) => {
    rows += all.length;
    for (const row of all) bytes += JSON.stringify(row).length;
  },
};
const work: Work = {
  schema: mode === 'text' ? undefined : Order,
  handle: handle[mode] ?? (() => Promise.reject(new Error(`no mode ${mode}`))),
};

await read(client, work);
rows = 0;
const began = process.cpuUsage();
await read(client, work);
const { user, system } = process.cpuUsage(began);
client.destroy();
console.log(JSON.stringify({ rows, seconds: (user + system) / 1e6, bytes }));
