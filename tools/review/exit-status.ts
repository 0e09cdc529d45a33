import type { Severity } from './finding-kinds';

/** Exit status of a review by its highest severity that is not accepted; 1 means that the review itself failed. */
export const EXIT_STATUS: Readonly<Record<Severity, number>> = { safe: 0, attention: 3, 'data at risk': 4 };
