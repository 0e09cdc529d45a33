import type { Cloud } from './compute-catalogue';

const CLOUD_NAMES: Readonly<Record<Cloud, string>> = { aws: 'AWS', azure: 'Azure', gcp: 'Google Cloud' };

/** How each cloud names its node types: `m6i.xlarge`, `Standard_D4ds_v5`, `n2-standard-4`. */
const SHAPES: Readonly<Record<Cloud, RegExp>> = {
  aws: /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/,
  azure: /^Standard_\w+$/,
  gcp: /^[a-z][a-z0-9]*-[a-z]+-\d+[a-z0-9-]*$/,
};

const EXAMPLES: Readonly<Record<Cloud, string>> = {
  aws: 'm6id.xlarge',
  azure: 'Standard_D4ds_v5',
  gcp: 'n2-standard-4',
};

/**
 * Return why a cloud cannot have a node type of that name, as the text after the name of the setting. A type that is
 * not in the catalogue is accepted if its name has the right shape: clouds add types more often than this project does.
 */
export function nodeTypeProblem(type: string, cloud: Cloud): string | undefined {
  if (SHAPES[cloud].test(type)) return undefined;
  const example = `a type such as '${EXAMPLES[cloud]}'`;
  if (type.trim() === '') return `is empty. Use ${example}.`;
  const other = (Object.keys(SHAPES) as Cloud[]).find((each) => SHAPES[each].test(type));
  return other === undefined
    ? `is '${type}', which is not the name of a node type of ${CLOUD_NAMES[cloud]}. Use ${example}.`
    : `is '${type}', a node type of ${CLOUD_NAMES[other]}, but cloud is '${cloud}'. Set cloud to '${other}', or use ${example}.`;
}
