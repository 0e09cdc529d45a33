/** Which tests run. */
export interface Selection {
  readonly checks: boolean;
  /** Arguments of jest that choose tests: none for all. @default - no TypeScript test runs */
  readonly typescript?: readonly string[];
  /** Files and directories that pytest runs: none for all. @default - no Python test runs */
  readonly python?: readonly string[];
}

export const EVERYTHING: Selection = { checks: true, typescript: [], python: [] };

/** TypeScript tests that start a broker, a browser, jest itself or many syntheses. */
const SLOW = [
  ...['test/main', 'test/successor', 'test/tools/local/kafka/broker', 'test/tools/local/kafka/replay'],
  ...['test/tools/cli/start', 'test/tools/cli/new', 'test/tools/report/page'],
].map((test) => `${test}\\.test\\.ts$`);

export const QUICK: Selection = {
  checks: true,
  typescript: ['--testPathIgnorePatterns', ...SLOW],
  python: ['bronze', 'silver', 'gold'].map((layer) => `test/notebooks/${layer}`),
};
