import type { Severity } from './finding-kinds';

/** Exit status of a review by the worst that is not accepted; 1 is for a review that failed. */
export const EXIT_STATUS: Readonly<Record<Severity, number>> = { safe: 0, attention: 3, 'data at risk': 4 };
