// Does as the event says, and tells of the process it runs in.
import { serveEvents } from 'lwa-bridge';

const behaviours = {
  echo: (event) => event,
  slow: (event) => new Promise((resolve) => setTimeout(resolve, event.ms, event)),
  large: ({ id, bytes }) => ({ id, text: 'x'.repeat(bytes) }),
  throw: ({ id }) => {
    throw new Error(`as told by ${id}`);
  },
  cycle: () => {
    const self = {};
    self.self = self;
    return self;
  },
  deep: () => Array.from({ length: 200 }).reduce((inner) => [inner], 0),
  report: ({ id }) => {
    globalThis.gc();
    const { heapUsed } = process.memoryUsage();
    const handles = process.getActiveResourcesInfo().length;
    return { id, heapMb: heapUsed / 2 ** 20, handles };
  },
};

serveEvents((event) => behaviours[event.do](event));
