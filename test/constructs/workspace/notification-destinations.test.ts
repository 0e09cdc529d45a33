import {
  CreatedDestinations,
  type CreatedDestinationsProps,
} from '../../../constructs/workspace/notification-destinations';
import { reference, StackFixture } from './stack-fixture';

function shopWith(destinations: CreatedDestinationsProps['destinations']) {
  const shop = new StackFixture();
  const created = new CreatedDestinations(shop.workspace, 'destinations', {
    destinations,
    namePrefix: 'shop-test',
  });
  return { shop, created };
}

describe('notification destinations', () => {
  it('take their addresses from sensitive variables, so that no address is in the code', async () => {
    const { shop } = shopWith({
      team: { kind: 'slack' },
      office: { kind: 'teams' },
      on_call: { kind: 'pagerduty' },
      audit: { kind: 'webhook' },
    });
    const address = (name: string) => reference(`var.destination_${name}`);

    expect(
      (await shop.resources('notification_destination')).map(({ display_name, config }) => [
        display_name,
        config,
      ]),
    ).toEqual([
      ['shop-test-audit', { generic_webhook: { url: address('audit') } }],
      ['shop-test-office', { microsoft_teams: { url: address('office') } }],
      ['shop-test-on_call', { pagerduty: { integration_key: address('on_call') } }],
      ['shop-test-team', { slack: { url: address('team') } }],
    ]);
    const { variable } = (await shop.terraform()) as unknown as { variable: Record<string, unknown> };
    expect(variable.destination_on_call).toMatchObject({ type: 'string', sensitive: true, nullable: false });
  });

  it('are named by recipients, next to users and destinations that already exist', () => {
    const { shop, created } = shopWith({ team: { kind: 'slack' } });
    const existing = [{ userEmail: 'ann@example.com' }, { destinationId: '0' }];

    expect(shop.resolve(created.resolve([{ destination: 'team' }, ...existing]))).toEqual([
      { destinationId: expect.stringContaining('databricks_notification_destination.') },
      ...existing,
    ]);
    expect(created.resolve()).toEqual([]);
  });

  it('must exist if a recipient names them, and have a name that a variable can have', async () => {
    const { shop, created } = shopWith({ 'on-call': { kind: 'pagerduty' }, team: { kind: 'slack' } });
    created.resolve([{ destination: 'tem' }]);

    expect(await shop.problems()).toEqual([
      expect.stringContaining('Use lower-case letters, digits and underscores.'),
      "destinations: destination 'tem' of a recipient does not exist (on-call, team). Did you mean 'team'?",
    ]);
  });
});
