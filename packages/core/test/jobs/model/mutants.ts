import type { JobStore } from '../../../src/jobs/index.js';

/** A store with one rule broken. */
export type Mutant = (store: JobStore) => JobStore;

// With the row's own token in place of the caller's: fenced against nobody.
const tokenOf = async (store: JobStore, id: string) => (await store.get(id))?.token ?? '';
const longAfter = (now: number) => now + 1e9;

/** Each breaks one rule. The model must find every one of them. */
export const mutants: Readonly<Record<string, Mutant>> = {
  'settle does not ask for the token': (store) => ({
    ...store,
    settle: async (one) => store.settle({ ...one, token: await tokenOf(store, one.id) }),
  }),
  'release does not ask for the token': (store) => ({
    ...store,
    release: async (one) => store.release({ ...one, token: await tokenOf(store, one.id) }),
  }),
  'settle is silent where it was refused': (store) => ({
    ...store,
    settle: (one) => store.settle(one).catch(() => {}),
  }),
  'claim takes what is held or not due': (store) => ({
    ...store,
    claim: (one) => store.claim({ ...one, now: longAfter(one.now) }),
  }),
  'claim leaves alone what is due': (store) => ({
    ...store,
    claim: (one) => store.claim({ ...one, now: one.now - 1000 }),
  }),
  'claim does not count up to the maximum': (store) => ({
    ...store,
    claim: (one) => store.claim({ ...one, maxAttempts: 1000 }),
  }),
  'claim takes a shorter lease': (store) => ({
    ...store,
    claim: (one) => store.claim({ ...one, leaseUntil: one.leaseUntil - 1000 }),
  }),
  'put begins anew what runs': (store) => ({
    ...store,
    put: (one) => store.put({ ...one, now: one.now + 1e12 }),
  }),
  'put never begins anew what is gone': (store) => ({
    ...store,
    put: (one) => store.put({ ...one, now: 0 }),
  }),
  'release has no back-off': (store) => ({
    ...store,
    release: (one) => store.release({ ...one, notBefore: one.now }),
  }),
  'cancel says yes whatever it did': (store) => ({
    ...store,
    cancel: async (one) => ({ ...(await store.cancel(one)), changed: true }),
  }),
  'retry begins anew what is gone': (store) => ({
    ...store,
    retry: (one) => store.retry({ ...one, now: 0 }),
  }),
  'mark does not remember': (store) => ({ ...store, mark: async () => true }),
  'settle keeps the job for ever': (store) => ({
    ...store,
    settle: (one) => store.settle({ ...one, expiresAt: one.expiresAt + 1e9 }),
  }),
};
