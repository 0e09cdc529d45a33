import { DataDatabricksCurrentUser } from '@cdktf/provider-databricks/lib/data-databricks-current-user';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';

/** Properties of {@link DeploymentNames}. */
export interface DeploymentNamesProps {
  /** Product name, such as `music-streaming`. */
  readonly product: string;

  /** Environment, such as `prod`. */
  readonly environment: string;

  /**
   * Whether all names are prefixed with the address of the deploying user, such as `ann_example_com`, so that developers
   * never collide. Terraform resolves it when it plans; the synthesized output is the same for every developer.
   * @default false
   */
  readonly perDeveloper?: boolean;

  /**
   * Workspace folder, as an absolute path.
   * @default - `/Shared/<product>/<environment>`, or the same below the user's home if `perDeveloper`
   */
  readonly workspaceDirectory?: string;
}

/** Consistent names for everything that a stack deploys. */
export class DeploymentNames extends Construct {
  /** Workspace folder of everything that is stored in one. */
  readonly workspaceDirectory: string;

  private readonly developer?: DataDatabricksCurrentUser;
  private readonly prefix?: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DeploymentNamesProps,
  ) {
    super(scope, id);
    this.developer = props.perDeveloper ? new DataDatabricksCurrentUser(this, 'Developer', {}) : undefined;
    // The whole address: people of different domains may share a name.
    this.prefix = this.developer && Fn.replace(Fn.lower(this.developer.userName), '/[^a-z0-9]+/', '_');
    const home = this.developer?.home ?? '/Shared';
    this.workspaceDirectory = props.workspaceDirectory ?? `${home}/${props.product}/${props.environment}`;
  }

  /** Return the name of a workspace object: `music-streaming-prod`, `music-streaming-prod-checks`. */
  of(what?: string): string {
    const { product, environment } = this.props;
    return [this.prefix, product, environment, what].filter((part) => part !== undefined).join('-');
  }

  /** Return the name of a catalog object: `music_streaming`, or `ann_example_com_music_streaming`. */
  inCatalog(name: string): string {
    return this.prefix === undefined ? name : `${this.prefix}_${name}`;
  }
}
