import { allStepsContract } from './store-contract/all-steps-contract.js';
import { cancelContract } from './store-contract/cancel-contract.js';
import { claimContract } from './store-contract/claim-contract.js';
import { contractWorld, type StoreUnderTest } from './store-contract/contract-world.js';
import { giveUpContract } from './store-contract/give-up-contract.js';
import { markContract } from './store-contract/mark-contract.js';
import { progressContract } from './store-contract/progress-contract.js';
import { putContract } from './store-contract/put-contract.js';
import { releaseContract } from './store-contract/release-contract.js';
import { retryContract } from './store-contract/retry-contract.js';
import { settleContract } from './store-contract/settle-contract.js';

export type { StoreUnderTest } from './store-contract/contract-world.js';

/** What every store of jobs must do, step by step. */
export function jobStoreContract(setUp: () => Promise<StoreUnderTest>): void {
  const world = contractWorld(setUp);
  putContract(world);
  claimContract(world);
  progressContract(world);
  settleContract(world);
  releaseContract(world);
  giveUpContract(world);
  markContract(world);
  cancelContract(world);
  retryContract(world);
  allStepsContract(world);
}
