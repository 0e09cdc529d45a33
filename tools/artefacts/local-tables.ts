import { existsSync, readdirSync } from 'node:fs';
import { UserError } from '../terminal/user-error';
import { findArtefacts } from './artefacts';
import type { StateDirectory } from './state-directory';

/**
 * The directory with the notebooks and the manifest of the local tables.
 *
 * @throws UserError if there are no tables yet
 */
export function artefactsOfLocalTables(state: StateDirectory): string {
  const artefacts = findArtefacts(state.synthesized);
  if (artefacts === undefined || !existsSync(state.warehouse) || readdirSync(state.warehouse).length === 0) {
    throw new UserError(`${state.display(state.warehouse)} contains no tables yet: run npm start first.`);
  }
  return artefacts;
}
