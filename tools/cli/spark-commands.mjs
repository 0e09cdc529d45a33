/** Commands that need Python, Java and jars: a first set-up installs those and the npm packages at the same time. */
export const SPARK_COMMANDS = ['start', 'query', 'check', 'report', 'reconcile', 'bench', 'docs'];
