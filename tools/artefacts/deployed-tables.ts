import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { didYouMean } from '../terminal/suggestion';
import { UserError } from '../terminal/user-error';
import { findArtefacts } from './artefacts';
import { MANIFEST_FILE } from './manifest';

/** Where an environment has its tables, and the manifest that says what they are. */
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

/** A reference to an attribute of another resource of the stack. */
const REFERENCE = /^\$\{(?<type>\w+)\.(?<id>[\w-]+)\.(?<attribute>\w+)\}$/;

/**
 * Reads catalog and schema of an environment from the stack that was synthesized for it.
 *
 * @param chosenSchema the schema, where its name depends on who deployed it
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
      `--environment: there is no environment '${environment}'.${didYouMean(environment, known) || ` There are ${known.join(', ')}.`}`,
    );
  }
  const artefacts = findArtefacts(synthesized, environment);
  const file = path.join(stacks, environment, 'cdk.tf.json');
  const stack = JSON.parse(readFileSync(file, 'utf8')) as Stack;
  const [pipeline] = Object.values(stack.resource?.databricks_pipeline ?? {}) as Pipeline[];
  const [catalog, schema] = [plain(pipeline?.catalog, stack), chosenSchema ?? plain(pipeline?.schema, stack)];
  if (artefacts === undefined || catalog === undefined || schema === undefined) {
    throw new UserError(`${file} names no pipeline with a catalog, a schema and a ${MANIFEST_FILE}.`);
  }
  if (schema.includes('${')) {
    const name = schema.replace(/\$\{[^}]*\}/g, 'ann');
    throw new UserError(
      `--environment: in '${environment}' everybody who deploys has a schema of their own. Say whose: --schema ${name}, for example.`,
    );
  }
  return { artefacts, catalog, schema };
}

/** A name as it stands there, also where Terraform takes it from another resource of the stack. */
function plain(name: string | undefined, stack: Stack): string | undefined {
  const { type = '', id = '', attribute = '' } = REFERENCE.exec(name ?? '')?.groups ?? {};
  if (type === '') return name;
  const referred = stack.resource?.[type]?.[id]?.[attribute];
  return typeof referred === 'string' ? plain(referred, stack) : undefined;
}
