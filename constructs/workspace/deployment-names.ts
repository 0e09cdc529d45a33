import { DataDatabricksCurrentUser } from '@cdktf/provider-databricks/lib/data-databricks-current-user';
import { Construct } from 'constructs';

/** What names are made of. */
export interface DeploymentNamesProps {
  /** What is deployed, such as `music-streaming`. */
  readonly product: string;

  /** Where to, such as `prod`. */
  readonly environment: string;

  /**
   * Whether the name of who deploys stands before all names, so that two developers never collide. It is known
   * when Terraform plans; the synthesized output is the same for everybody.
   * @default false
   */
  readonly perDeveloper?: boolean;

  /**
   * Folder of the workspace, from its root.
   * @default - `/Shared/<product>/<environment>`, or the same below one's home if `perDeveloper`
   */
  readonly workspaceDirectory?: string;
}

/** Names of everything that a stack deploys, in one form. */
export class DeploymentNames extends Construct {
  /** Folder of the workspace that holds everything which has a place there. */
  readonly workspaceDirectory: string;

  private readonly developer?: DataDatabricksCurrentUser;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DeploymentNamesProps,
  ) {
    super(scope, id);
    this.developer = props.perDeveloper ? new DataDatabricksCurrentUser(this, 'Developer', {}) : undefined;
    const home = this.developer?.home ?? '/Shared';
    this.workspaceDirectory = props.workspaceDirectory ?? `${home}/${props.product}/${props.environment}`;
  }

  /** Name of an object of the workspace: `music-streaming-prod`, `music-streaming-prod-checks`. */
  of(what?: string): string {
    const { product, environment } = this.props;
    return [this.developer?.alphanumeric, product, environment, what]
      .filter((part) => part !== undefined)
      .join('-');
  }

  /** Name in the catalog: `music_streaming`, or `ann_music_streaming`. */
  inCatalog(name: string): string {
    return this.developer ? `${this.developer.alphanumeric}_${name}` : name;
  }
}
