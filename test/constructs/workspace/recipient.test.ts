import { settingProblems } from '../../../constructs/medallion/settings';
import { Recipients } from '../../../constructs/workspace/recipient';

const DESTINATION = '22222222-2222-4222-8222-222222222222';

describe('recipients', () => {
  it('are users and notification destinations', () => {
    expect(
      settingProblems(
        Recipients,
        [{ userEmail: 'ann@example.com' }, { destinationId: DESTINATION }],
        'notify',
      ),
    ).toEqual([]);
  });

  it('are told what is wrong with each', () => {
    expect(
      settingProblems(
        Recipients,
        [
          { userEmail: 'ann' },
          { destinationId: '#alerts' },
          { destinationId: DESTINATION },
          { destinationId: DESTINATION },
        ],
        'notify',
      ),
    ).toEqual([
      "notify[0].userEmail is 'ann', which is not an email address. Use the address of a workspace user.",
      "notify[1].destinationId is '#alerts', which is not an ID. Use the UUID of the notification destination, not its name.",
      `notify[3] is '${DESTINATION}', which is listed twice. Remove one.`,
    ]);
  });
});
