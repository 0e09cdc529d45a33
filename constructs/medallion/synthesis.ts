import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type App, TerraformResource, TerraformStack } from 'cdktf';
import { MedallionPlatform } from './graph';
import { notebooksOf } from './rendering/layer-notebook';
import { LineageManifest } from './rendering/lineage-manifest';
import { writeProviderLock } from './rendering/provider-lock';
import { TextArtefact } from './rendering/text-artefact';
import { loadSqlParser } from './sources/sql';

/** All problems of an app, reported together. */
export class SynthesisError extends Error {
  /** @param problems one line per problem: place, value, reason and fix */
  constructor(readonly problems: readonly string[]) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    super(`${problems.join('\n')}\n\n${count}, nothing was written.`);
    this.name = 'SynthesisError';
  }
}

/**
 * Validate every stack, then write the Terraform JSON, the lineage manifest and notebooks of each platform
 * (`<outdir>/stacks/<stack>/<platform>/`), and every {@link TextArtefact}.
 *
 * @throws SynthesisError with the problems of all stacks; a problem common to all stacks is reported once
 */
export async function synthesize(app: App): Promise<void> {
  await loadSqlParser();
  const stacks = app.node.children.filter(
    (child): child is TerraformStack => child instanceof TerraformStack,
  );
  let problems = problemsOf(stacks, (stack) => [...constructProblems(stack), ...duplicateAddresses(stack)]);
  // Invalid constructs cannot be rendered, so the output is only checked once the constructs are valid.
  if (problems.length === 0) problems = problemsOf(stacks, outputProblems);
  if (problems.length > 0) throw new SynthesisError(problems);
  app.synth();
  for (const stack of stacks) {
    const directory = join(app.outdir, app.manifest.forStack(stack).workingDirectory);
    writeProviderLock(stack, directory);
    for (const platform of platformsOf(stack)) writeArtefacts(platform, join(directory, platform.node.id));
    for (const construct of stack.node.findAll()) {
      if (construct instanceof TextArtefact) writeText(join(directory, construct.file), construct.text());
    }
  }
}

/** A stack that also validates its rendered output, once its constructs are valid. */
export interface ChecksOutput {
  /** Return one line per problem, with the path of the construct. */
  outputProblems(): readonly string[];
}

function outputProblems(stack: TerraformStack): readonly string[] {
  return 'outputProblems' in stack ? (stack as TerraformStack & ChecksOutput).outputProblems() : [];
}

function problemsOf(
  stacks: readonly TerraformStack[],
  find: (stack: TerraformStack) => readonly string[],
): string[] {
  const found = new Map<string, string[]>();
  for (const stack of stacks) {
    for (const problem of find(stack)) {
      found.set(problem, [...(found.get(problem) ?? []), stack.node.id]);
    }
  }
  return [...found].map(([problem, where]) =>
    where.length === stacks.length ? problem : `${problem} [${where.join(', ')} only]`,
  );
}

/** Return the problems of a stack's constructs; if several share a problem, such as a file, it is reported once. */
function constructProblems(stack: TerraformStack): string[] {
  const paths = new Map<string, Set<string>>();
  for (const construct of stack.node.findAll()) {
    const path = construct.node.path.slice(stack.node.path.length + 1) || stack.node.id;
    for (const message of construct.node.validate()) {
      paths.set(message, (paths.get(message) ?? new Set()).add(path));
    }
  }
  return [...paths].map(([message, where]) => `${[...where].join(', ')}: ${message}`);
}

/** Return resources with the same address: cdktf silently overwrites the first with the second. */
function duplicateAddresses(stack: TerraformStack): string[] {
  const owners = new Map<string, string>();
  return stack.node.findAll().flatMap((construct) => {
    if (!(construct instanceof TerraformResource)) return [];
    // Not `fqn`: that is a token, different for each resource.
    const address = `${construct.terraformResourceType}.${construct.friendlyUniqueId}`;
    const path = construct.node.path.slice(stack.node.path.length + 1);
    const owner = owners.get(address);
    owners.set(address, owner ?? path);
    return owner === undefined
      ? []
      : [
          `${path}: has the Terraform address '${address}', which ${owner} already uses. Change the id of one of the two.`,
        ];
  });
}

function platformsOf(stack: TerraformStack): MedallionPlatform[] {
  return stack.node.findAll().filter((node): node is MedallionPlatform => node instanceof MedallionPlatform);
}

function writeArtefacts(platform: MedallionPlatform, directory: string): void {
  writeText(join(directory, 'lineage.json'), new LineageManifest(platform).toText());
  for (const { file, text } of platform.pipelines.flatMap(notebooksOf))
    writeText(join(directory, file), text());
}

function writeText(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
