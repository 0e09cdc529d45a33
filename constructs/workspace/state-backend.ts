import { AzurermBackend, GcsBackend, LocalBackend, S3Backend, type TerraformStack } from 'cdktf';
import { z } from 'zod';
import { exactly } from '../medallion/settings';

/** Where Terraform stores its state. Credentials come from the cloud's own tools and are never part of it. */
export const StateBackend = z.discriminatedUnion('kind', [
  exactly({
    /** A file on this machine, `terraform.<stack>.tfstate` in the project: for a single developer. */
    kind: z.literal('local'),
  }),
  exactly({
    /** An S3 bucket; a lock file next to the state prevents concurrent deployments. */
    kind: z.literal('s3'),
    /** Name of the bucket. */
    bucket: z.string(),
    /** Region of the bucket. */
    region: z.string(),
    /** Path of the state in the bucket. */
    key: z.string(),
  }),
  exactly({
    /** An Azure Blob Storage container; a lease on the blob prevents concurrent deployments. */
    kind: z.literal('azurerm'),
    /** Resource group of the storage account. */
    resourceGroupName: z.string(),
    /** Name of the storage account. */
    storageAccountName: z.string(),
    /** Name of the container. */
    containerName: z.string(),
    /** Name of the blob. */
    key: z.string(),
  }),
  exactly({
    /** A Google Cloud Storage bucket, which has built-in locking. */
    kind: z.literal('gcs'),
    /** Name of the bucket. */
    bucket: z.string(),
    /** Folder of the state in the bucket. */
    prefix: z.string(),
  }),
]);
export type StateBackend = z.infer<typeof StateBackend>;

/**
 * Set the state backend of a stack explicitly: otherwise cdktf would write a path of this machine to the output.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend
 */
export function addStateBackend(stack: TerraformStack, backend: StateBackend): void {
  switch (backend.kind) {
    case 'local':
      // Relative to the directory of the stack in the output, where Terraform runs.
      new LocalBackend(stack, { path: `../../../terraform.${stack.node.id}.tfstate` });
      return;
    case 's3':
      new S3Backend(stack, {
        bucket: backend.bucket,
        region: backend.region,
        key: backend.key,
        encrypt: true,
      });
      // Terraform 1.10 and OpenTofu 1.10 can lock with a file; cdktf has no property for it.
      stack.addOverride('terraform.backend.s3.use_lockfile', true);
      return;
    case 'azurerm':
      new AzurermBackend(stack, {
        resourceGroupName: backend.resourceGroupName,
        storageAccountName: backend.storageAccountName,
        containerName: backend.containerName,
        key: backend.key,
      });
      return;
    case 'gcs':
      new GcsBackend(stack, { bucket: backend.bucket, prefix: backend.prefix });
  }
}
