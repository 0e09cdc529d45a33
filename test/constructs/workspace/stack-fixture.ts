import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DefaultTokenResolver, StringConcat, Tokenization } from 'cdktf';
import { group, servicePrincipal, user } from '../../../constructs/workspace/principal';
import type { Roles } from '../../../constructs/workspace/roles';
import { WorkspaceStack, type WorkspaceStackProps } from '../../../constructs/workspace/workspace-stack';
import { ProjectFixture } from '../medallion/pipeline-fixture';

/** Application id of the service principal that owns everything. */
export const OWNER = '11111111-1111-4111-8111-111111111111';

/** One principal for each role. */
export const ROLES = {
  owner: servicePrincipal(OWNER),
  engineers: group('engineers'),
  analysts: group('analysts'),
  auditors: user('Auditor@Example.com'),
} satisfies Roles;

export const TAGS = { environment: 'test', owner: 'shop' };

/** A reference to an attribute of a resource, as Terraform writes it. */
export const reference = (attribute: string) => `\${${attribute}}`;

class Stack extends WorkspaceStack {
  constructor(fixture: ProjectFixture, props: Partial<WorkspaceStackProps>) {
    super(fixture.app, 'test', {
      host: 'https://example.cloud.databricks.com',
      state: { kind: 'local' },
      ...props,
    });
  }
}

type Attributes = Record<string, unknown>;

/** What synthesis writes for Terraform. */
interface Terraform {
  readonly terraform: { readonly backend: object };
  readonly resource?: Record<string, Record<string, Attributes>>;
  readonly data?: Record<string, object>;
}

/** A project with one stack for a workspace, to put constructs into. */
export class StackFixture extends ProjectFixture {
  readonly workspace: WorkspaceStack;

  constructor(props: Partial<WorkspaceStackProps> = {}) {
    super();
    this.workspace = new Stack(this, props);
  }

  /** The Terraform of the stack; synthesis must find nothing wrong. */
  async terraform(): Promise<Terraform> {
    expect(await this.problems()).toEqual([]);
    return JSON.parse(readFileSync(join(this.outdir, 'stacks', 'test', 'cdk.tf.json'), 'utf8'));
  }

  /** A value that holds references, as Terraform gets it. */
  resolve(value: unknown): unknown {
    return Tokenization.resolve(value, {
      scope: this.workspace,
      resolver: new DefaultTokenResolver(new StringConcat()),
      preparing: false,
    });
  }

  /** The resources of a type, without what cdktf notes of their origin. */
  async resources(type: string): Promise<Attributes[]> {
    const { resource = {} } = await this.terraform();
    return Object.values(resource[`databricks_${type}`] ?? {}).map((attributes) => {
      const { '//': _, ...others } = attributes;
      return others;
    });
  }

  /** The one resource of a type. */
  async only(type: string): Promise<Attributes> {
    const found = await this.resources(type);
    expect(found).toHaveLength(1);
    return found[0] as Attributes;
  }
}
