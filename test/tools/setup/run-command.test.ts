import { inNode } from './in-node';

describe('a command of the set-up', () => {
  it('takes signals while it runs, and leaves them to whoever runs the set-up afterwards', () => {
    const expression = `(async () => {
      const listeners = () => ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => process.listenerCount(signal));
      const running = module.runCommand(process.execPath, ['--eval', ''], { what: 'Nothing' });
      const during = listeners();
      await running;
      return { during, after: listeners() };
    })()`;
    expect(inNode('run-command.mjs', expression)).toEqual({ during: [1, 1, 1], after: [0, 0, 0] });
  });
});
