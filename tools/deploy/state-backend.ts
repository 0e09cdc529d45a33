import path from 'node:path';
import type { Finding } from './finding';
import type { SynthesizedStack } from './synthesized-stack';

/** Describes the location of a stack's state and the credentials for it. */
export function stateFinding(stack: SynthesizedStack, projectRoot: string): Finding {
  const { kind, settings } = stack.backend ?? { kind: 'local', settings: {} };
  const of = (name: string) => String(settings[name]);
  return { subject: 'state', status: 'fine', text: describe() };

  function describe(): string {
    switch (kind) {
      case 'local': {
        const file = path.resolve(stack.directory, of('path'));
        return `${path.relative(projectRoot, file)}, only on this machine: keep the file`;
      }
      case 's3':
        return `s3://${of('bucket')}/${of('key')}, with AWS credentials (AWS_PROFILE, AWS_ACCESS_KEY_ID, a role)`;
      case 'azurerm':
        return `${of('key')} in container ${of('container_name')} of storage account ${of('storage_account_name')}, with Azure credentials (az login, ARM_*)`;
      case 'gcs':
        return `gs://${of('bucket')}/${of('prefix')}, with Google Cloud credentials (gcloud auth application-default login, GOOGLE_*)`;
      default:
        return `backend '${kind}', with its own credentials`;
    }
  }
}
