import type { Happening } from './history.js';
import type { Simulation } from './simulate.js';

/** What happened, a line each, to be read by whoever looks for a fault. */
export function story({ history, dead }: Simulation): string {
  const lines = history.map(
    ({ at, ...happening }) => `${String(at).padStart(9)} ms  ${tell(happening)}`,
  );
  const ends = [...dead].map(([id, count]) => `${id} (received ${count} times)`);
  return [...lines, `dead-letter queue: ${ends.join(', ') || 'empty'}`].join('\n');
}

function tell(happening: Happening): string {
  if (happening.type === 'stopped') return `process ${happening.process} runs no more`;
  const where = `invocation ${happening.invocation}`;
  if (happening.type === 'invoked') return `${where}  starts in process ${happening.process}`;
  if (happening.type === 'signalled') return `${where}  is told to stop`;
  if (happening.type === 'decided') {
    const { outcome, deleted, returned, reason } = happening;
    return `${where}  ${outcome}: deleted [${deleted}], returned [${returned}] ${reason}`;
  }
  return `${where}  ${happening.id}#${happening.receiveCount} ${describe(happening)}`;
}

function describe(
  happening: Exclude<Happening, { type: 'stopped' | 'invoked' | 'signalled' | 'decided' }>,
): string {
  switch (happening.type) {
    case 'received':
      return happening.again ? 'received, a second copy' : 'received';
    case 'started':
      return happening.as === 'message' ? 'started' : 'given to onNonRetriable';
    case 'ended':
      return `${happening.how}${happening.signalled ? ', after the signal' : ''}`;
    case 'put-off':
      return `put off for ${happening.seconds} s`;
  }
}
