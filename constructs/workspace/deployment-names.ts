import { DataDatabricksCurrentUser } from '@cdktf/provider-databricks/lib/data-databricks-current-user';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { type Principal, principalName } from './principal';
import { homeFolder } from './workspace-path';

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
   * @default - `<home>/<product>/<environment>` in the home folder of the deploying user if `perDeveloper`, otherwise of the
   * owner
   */
  readonly workspaceDirectory?: string;

  /**
   * Owner of what is deployed.
   * @default - the deploying identity
   */
  readonly owner?: Principal;
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
    const home = this.developer
      ? `/Workspace${this.developer.home}`
      : props.owner && homeFolder(principalName(props.owner));
    const directory = props.workspaceDirectory ?? (home && `${home}/${props.product}/${props.environment}`);
    // Without either, the validation reports a problem and nothing is written.
    this.workspaceDirectory = directory ?? homeFolder('unknown');
    this.node.addValidation({
      validate: () =>
        directory
          ? []
          : [
              "workspaceDirectory is missing, and there is no owner in whose home folder it could be. Set 'roles.owner' or 'workspaceDirectory'.",
            ],
    });
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
