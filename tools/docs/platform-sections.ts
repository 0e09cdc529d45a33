import type { Manifest } from '../artefacts/manifest';
import type { StackContent } from '../review/plan/stack-directory';
import { deployedCompute } from './deployed-compute';
import { EventShare, type MeasuredLoad } from './measured-load';
import { monthlyCost } from './monthly-cost';
import { LOADS, SCALE_SECTIONS } from './scale-sections';

/** What the generated parts of pages are computed from. */
export interface PlatformSources {
  readonly manifest: Manifest;
  readonly load: MeasuredLoad;

  /** Return the synthesized stack of an environment. */
  readonly stackOf: (environment: string) => StackContent;
}

/**
 * Render a generated part of a page.
 *
 * @param words `scale <environment> <table>` or `cost <environment>…`
 * @returns Markdown; undefined if there is no such part
 */
export function platformSection(
  [kind, ...words]: readonly string[],
  sources: PlatformSources,
  loads: readonly number[] = LOADS,
): string | undefined {
  if (kind === 'cost') {
    return monthlyCost(
      new Map(words.map((environment) => [environment, deployedCompute(sources.stackOf(environment))])),
    );
  }
  const [environment = '', name = ''] = words;
  if (kind !== 'scale' || !Object.hasOwn(SCALE_SECTIONS, name)) return undefined;
  const platform = {
    manifest: sources.manifest,
    compute: deployedCompute(sources.stackOf(environment)),
    share: new EventShare(sources.load),
  };
  return SCALE_SECTIONS[name as keyof typeof SCALE_SECTIONS](platform, loads);
}
