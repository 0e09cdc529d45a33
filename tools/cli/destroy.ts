import { deploymentCommand } from './deployment';

export const destroy = deploymentCommand('destroy');
