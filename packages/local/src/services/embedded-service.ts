/** A service that runs inside this process. */
export interface EmbeddedService {
  readonly url: string;
  close(): Promise<void>;
}
