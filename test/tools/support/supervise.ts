/** Supervises a shell script in a directory, says its process group, and waits: to be killed in a test. */
import path from 'node:path';
import { SupervisedProcess } from '../../../tools/process/supervised-process';

const [directory = '', script = ''] = process.argv.slice(2);
const log = path.join(directory, `supervised-${process.pid}.log`);
const supervised = new SupervisedProcess(['sh', '-c', script], { directory, log });
console.log(supervised.group);
setInterval(() => undefined, 1000);
