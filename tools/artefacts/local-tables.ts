import { existsSync, readdirSync } from 'node:fs';
import { UserError } from '../terminal/user-error';
import { findArtefacts } from './artefacts';
import type { StateDirectory } from './state-directory';

/**
 * The directory of the notebooks and the manifest that the local tables were computed from.
 *
 * @throws UserError if there are no tables yet
 */
export function artefactsOfLocalTables(state: StateDirectory): string {
  const artefacts = findArtefacts(state.synthesized);
  if (artefacts === undefined || !existsSync(state.warehouse) || readdirSync(state.warehouse).length === 0) {
    throw new UserError(`There are no tables in ${state.display(state.warehouse)} yet: run npm start first.`);
  }
  return artefacts;
}
