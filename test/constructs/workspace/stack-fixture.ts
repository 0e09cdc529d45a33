import { DefaultTokenResolver, StringConcat, Tokenization } from 'cdktf';
import { ProjectFixture, type TerraformJson } from '../../../constructs/medallion/testing';
import { group, servicePrincipal, user } from '../../../constructs/workspace/principal';
import type { Roles } from '../../../constructs/workspace/roles';
import { WorkspaceStack, type WorkspaceStackProps } from '../../../constructs/workspace/workspace-stack';
import { temporaryDirectory } from '../../tools/support/temporary-directory';

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

/** A project with one stack for a workspace, to put constructs into. */
export class StackFixture extends ProjectFixture {
  readonly workspace: WorkspaceStack;

  constructor(props: Partial<WorkspaceStackProps> = {}) {
    super({ directory: temporaryDirectory() });
    this.workspace = new Stack(this, props);
  }

  /** The Terraform of the stack; synthesis must find nothing wrong. */
  override terraform(): Promise<TerraformJson> {
    return super.terraform('test');
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
