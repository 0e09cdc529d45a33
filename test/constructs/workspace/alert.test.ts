import { Directory } from '@cdktf/provider-databricks/lib/directory';
import { Alert, type AlertProps } from '../../../constructs/workspace/alert';
import { OWNER, ROLES, reference, StackFixture } from './stack-fixture';

const LATE_ORDERS: Omit<AlertProps, 'directory'> = {
  alertName: 'shop: orders are late',
  description: 'Orders wait. Ask the warehouse.',
  query: 'SELECT id, hours AS value FROM orders',
  condition: {
    column: 'value',
    aggregation: 'MAX',
    is: { operator: 'GREATER_THAN', threshold: 0 },
    ifEmpty: 'OK',
  },
  schedule: { cron: '0 0 * * * ?', timeZone: 'Europe/Berlin' },
  warehouseId: '0123456789abcdef',
  notify: [{ userEmail: 'ann@example.com' }, { destinationId: OWNER }],
  remindAfterMinutes: 90,
  roles: ROLES,
};

function shopWith(props: Partial<AlertProps> = {}): StackFixture {
  const shop = new StackFixture();
  const folder = new Directory(shop.workspace, 'folder', { path: '/Workspace/Shop' });
  new Alert(shop.workspace, 'alert', { ...LATE_ORDERS, directory: folder, ...props });
  return shop;
}

describe('an alert', () => {
  // Databricks fails to move an alert, and reports its folder with the prefix /Workspace, however it was written.
  it('says everything that Databricks would fill in, and is created with its folder', async () => {
    expect(await shopWith().only('alert_v2')).toEqual({
      display_name: 'shop: orders are late',
      custom_description: 'Orders wait. Ask the warehouse.\n\n{{QUERY_RESULT_TABLE}}',
      query_text: 'SELECT id, hours AS value FROM orders',
      warehouse_id: '0123456789abcdef',
      parent_path: '/Workspace/Shop',
      depends_on: ['databricks_directory.folder'],
      lifecycle: { replace_triggered_by: ['databricks_directory.folder.path'] },
      run_as: { service_principal_name: OWNER },
      evaluation: {
        source: { name: 'value', aggregation: 'MAX' },
        comparison_operator: 'GREATER_THAN',
        threshold: { value: { double_value: 0 } },
        empty_result_state: 'OK',
        notification: {
          notify_on_ok: true,
          retrigger_seconds: 5400,
          subscriptions: [{ user_email: 'ann@example.com' }, { destination_id: OWNER }],
        },
      },
      schedule: {
        quartz_cron_schedule: '0 0 * * * ?',
        timezone_id: 'Europe/Berlin',
        pause_status: 'UNPAUSED',
      },
    });
  });

  it('can be there without looking', async () => {
    const paused = shopWith({ schedule: { ...LATE_ORDERS.schedule, paused: true } });

    expect(await paused.only('alert_v2')).toMatchObject({ schedule: { pause_status: 'PAUSED' } });
  });

  it('compares with nothing where nothing is to compare with', async () => {
    const missing = shopWith({
      condition: { column: 'id', is: { operator: 'IS_NULL' }, ifEmpty: 'TRIGGERED' },
    });

    expect((await missing.only('alert_v2')).evaluation).toEqual(
      expect.not.objectContaining({ threshold: expect.anything() }),
    );
  });

  it('is for those who operate', async () => {
    expect(await shopWith().only('permissions')).toMatchObject({
      alert_v2_id: reference('databricks_alert_v2.alert.id'),
      access_control: [
        { service_principal_name: OWNER, permission_level: 'CAN_MANAGE' },
        { group_name: 'engineers', permission_level: 'CAN_RUN' },
        { user_name: 'auditor@example.com', permission_level: 'CAN_READ' },
      ],
    });
  });
});

describe('what would fail when Terraform applies, or never alert anybody', () => {
  const { condition } = LATE_ORDERS;

  it.each<[string, Partial<AlertProps>, string]>([
    ['no name', { alertName: ' ' }, 'alertName is empty. Name the problem that triggers the alert.'],
    [
      'nothing that says what to do',
      { description: '' },
      'description is empty. Say what to do when the alert triggers.',
    ],
    ['no query', { query: '' }, 'query is empty. Add the query.'],
    [
      'two queries',
      { query: 'SELECT 1 AS value; SELECT 2' },
      'query has 2 statements. A view is a single query.',
    ],
    [
      'a column that the query does not return',
      { condition: { ...condition, column: 'valu' } },
      "compares column 'valu', which the query does not return (id, value). Did you mean 'value'?",
    ],
    [
      'a Unix schedule',
      { schedule: { cron: '0 * * * *', timeZone: 'UTC' } },
      "schedule.cron is '0 * * * *', a Unix expression without seconds. Use a Quartz expression: '0 30 6 * * ?' is every day at 6:30.",
    ],
    [
      'a time zone that there is not',
      { schedule: { ...LATE_ORDERS.schedule, timeZone: 'Berlin' } },
      "schedule.timeZone is 'Berlin', which is not a time zone. Use an IANA name, such as 'Europe/Berlin' or 'UTC'.",
    ],
    [
      'reminders without a pause',
      { remindAfterMinutes: 0 },
      'remindAfterMinutes is 0. Use a whole number from 1.',
    ],
    [
      'an address that is none',
      { notify: [{ userEmail: 'ann' }] },
      "notify[0].userEmail is 'ann', which is not an email address. Use the address of a workspace user.",
    ],
  ])('%s', async (_, props, problem) => {
    expect(await shopWith(props).problems()).toEqual([`alert: ${problem}`]);
  });
});
