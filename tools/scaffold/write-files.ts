import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Writes all files, by their path from `root`, or none: if one cannot be written, the others are as before.
 *
 * @returns what makes everything as it was before
 */
export function writeFiles(root: string, files: ReadonlyMap<string, string>): () => void {
  const steps: (() => void)[] = [];
  const undo = () => {
    for (const step of steps) step();
  };
  try {
    for (const [file, text] of files) {
      const target = path.join(root, file);
      const before = existsSync(target) ? readFileSync(target) : undefined;
      const made = mkdirSync(path.dirname(target), { recursive: true });
      steps.unshift(() => {
        if (before === undefined) rmSync(target, { force: true });
        else writeFileSync(target, before);
        if (made !== undefined) rmSync(made, { recursive: true });
      });
      writeFileSync(target, text);
    }
  } catch (error) {
    undo();
    throw error;
  }
  return undo;
}
