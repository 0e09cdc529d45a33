import { deploymentCommand } from './deployment';

export const deploy = deploymentCommand('deploy');
