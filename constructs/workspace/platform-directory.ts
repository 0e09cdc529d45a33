import { Directory } from '@cdktf/provider-databricks/lib/directory';
import { WorkspaceFile } from '@cdktf/provider-databricks/lib/workspace-file';
import { Lazy } from 'cdktf';
import { Construct } from 'constructs';
import type { MedallionPlatform } from '../medallion/graph';
import { LineageManifest } from '../medallion/rendering/lineage-manifest';
import { settingProblems } from '../medallion/settings';
import { ObjectPermissions } from './object-permissions';
import { principalName } from './principal';
import type { Roles } from './roles';
import { homeFolder, isShared, WorkspacePath } from './workspace-path';

/** Properties of a {@link PlatformDirectory}. */
export interface PlatformDirectoryProps {
  /** The platform, whose lineage manifest the directory contains. */
  readonly platform: MedallionPlatform;

  /** Path in the workspace. */
  readonly path: string;

  /**
   * Who may read and change its content.
   * @default - only the deploying identity
   */
  readonly roles?: Roles;

  /**
   * Whether it is for trials, so that it may be below `/Workspace/Shared`, where every user can change it.
   * @default false
   */
  readonly development?: boolean;
}

/** The workspace folder of a platform: its lineage manifest, its notebooks, alerts and dashboards. */
export class PlatformDirectory extends Construct {
  readonly resource: Directory;

  constructor(scope: Construct, id: string, props: PlatformDirectoryProps) {
    super(scope, id);
    this.resource = new Directory(this, 'Default', { path: props.path, deleteRecursive: true });
    const manifest = new LineageManifest(props.platform);
    new WorkspaceFile(this, 'Lineage', {
      path: `${this.resource.path}/lineage.json`,
      // Rendered lazily, so that an invalid graph is reported instead of rendered.
      contentBase64: Lazy.stringValue({
        produce: () => Buffer.from(manifest.toText()).toString('base64'),
      }),
    });
    ObjectPermissions.grant(this, 'Permissions', {
      object: 'directory',
      id: this.resource.path,
      roles: props.roles ?? {},
    });
    this.node.addValidation({
      validate: () => [
        ...settingProblems(WorkspacePath, props.path, 'workspaceDirectory'),
        ...(isShared(props.path) && !props.development ? [sharedProblem(props)] : []),
      ],
    });
  }
}

/** What a pipeline or job runs must not be editable by everyone, because it runs with the rights of the owner. */
function sharedProblem({ path, roles }: PlatformDirectoryProps): string {
  const home = homeFolder(roles?.owner ? principalName(roles.owner) : '<owner>');
  return `workspaceDirectory is '${path}', where every user of the workspace can change the notebooks that run as the owner. Use a folder below '${home}'.`;
}
