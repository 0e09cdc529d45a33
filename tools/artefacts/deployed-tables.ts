import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { didYouMean } from '../terminal/suggestion';
import { UserError } from '../terminal/user-error';
import { findArtefacts } from './artefacts';
import { MANIFEST_FILE } from './manifest';

/** Location of an environment's tables and of their manifest. */
export interface DeployedTables {
  /** Directory of the manifest. */
  readonly artefacts: string;
  readonly catalog: string;
  readonly schema: string;
}

interface Pipeline {
  readonly catalog?: string;
  readonly schema?: string;
}

interface Stack {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

/** A reference to an attribute of a different resource of the stack. */
const REFERENCE = /^\$\{(?<type>\w+)\.(?<id>[\w-]+)\.(?<attribute>\w+)\}$/;

/**
 * Reads the catalog and the schema of an environment from its synthesized stack.
 *
 * @param chosenSchema the schema, required if it depends on the deploying user
 */
export function readDeployedTables(
  synthesized: string,
  environment: string,
  chosenSchema?: string,
): DeployedTables {
  const stacks = path.join(synthesized, 'stacks');
  const known = readdirSync(stacks).sort();
  if (!known.includes(environment)) {
    throw new UserError(
      `--environment: environment '${environment}' does not exist.${didYouMean(environment, known) || ` Environments: ${known.join(', ')}.`}`,
    );
  }
  const artefacts = findArtefacts(synthesized, environment);
  const file = path.join(stacks, environment, 'cdk.tf.json');
  const stack = JSON.parse(readFileSync(file, 'utf8')) as Stack;
  const [pipeline] = Object.values(stack.resource?.databricks_pipeline ?? {}) as Pipeline[];
  const [catalog, schema] = [plain(pipeline?.catalog, stack), chosenSchema ?? plain(pipeline?.schema, stack)];
  if (artefacts === undefined || catalog === undefined || schema === undefined) {
    throw new UserError(`${file} contains no pipeline with a catalog, a schema and a ${MANIFEST_FILE}.`);
  }
  if (schema.includes('${')) {
    const name = schema.replace(/\$\{[^}]*\}/g, 'ann');
    throw new UserError(
      `--environment: '${environment}' has one schema per developer. Name the schema, for example: --schema ${name}`,
    );
  }
  return { artefacts, catalog, schema };
}

/** A name, resolved if it refers to a different resource of the stack. */
function plain(name: string | undefined, stack: Stack): string | undefined {
  const { type = '', id = '', attribute = '' } = REFERENCE.exec(name ?? '')?.groups ?? {};
  if (type === '') return name;
  const referred = stack.resource?.[type]?.[id]?.[attribute];
  return typeof referred === 'string' ? plain(referred, stack) : undefined;
}
