import { BRONZE, type CorpusCase, PROD, replace, SILVER } from './corpus-case';

const LISTENED = "expectOrFail('listened_for_a_time', 'listened_seconds > 0'),";
const IMPORT = replace(
  SILVER,
  'import { expectOrFail } from',
  'import { expectOrDrop, expectOrFail, expectOrWarn } from',
);

export const RULES: readonly CorpusCase[] = [
  {
    change: 'a removed rule',
    edits: [replace(SILVER, LISTENED, '')],
    finds: ['rule-removed silver_listens'],
  },
  {
    change: 'a rule that drops rows instead of stopping the update',
    edits: [IMPORT, replace(SILVER, LISTENED, LISTENED.replace('Fail', 'Drop'))],
    finds: ['rule-weakened silver_listens'],
  },
  {
    change: 'a rule that only counts instead of dropping rows',
    edits: [
      replace(
        BRONZE,
        'import { type Expectation, type ExpectationOptions, expectOrDrop }',
        'import { type Expectation, type ExpectationOptions, expectOrDrop, expectOrWarn }',
      ),
      replace(BRONZE, "expectOrDrop('duration_plausible'", "expectOrWarn('duration_plausible'"),
    ],
    finds: ['rule-weakened bronze_listen_events'],
  },
  {
    change: 'a rule that stops the update instead of dropping rows',
    edits: [
      replace(
        BRONZE,
        'import { type Expectation, type ExpectationOptions, expectOrDrop }',
        'import { type Expectation, type ExpectationOptions, expectOrDrop, expectOrFail }',
      ),
      replace(
        BRONZE,
        "expectOrDrop('level_known', \"level IN ('free', 'paid')\", BROKEN_MESSAGES)",
        "expectOrFail('level_known', \"level IN ('free', 'paid')\")",
      ),
    ],
    finds: ['rule-strengthened bronze_status_change_events'],
  },
  {
    change: 'a condition with a part less',
    edits: [replace(BRONZE, "'duration > 0 AND duration < 86400'", "'duration > 0'")],
    finds: ['rule-weakened bronze_listen_events'],
  },
  {
    change: 'a condition with a part more',
    edits: [replace(SILVER, "'listened_seconds > 0'", "'listened_seconds > 0 AND listened_seconds < 86400'")],
    finds: ['rule-strengthened silver_listens'],
  },
  {
    change: 'a condition that is another one',
    edits: [replace(SILVER, "'listened_seconds > 0'", "'listened_seconds >= 1'")],
    finds: ['rule-changed silver_listens'],
  },
  {
    change: 'a new rule that stops the update',
    edits: [replace(SILVER, LISTENED, `${LISTENED} expectOrFail('played_by_level', 'level IS NOT NULL'),`)],
    finds: ['rule-strengthened silver_listens'],
  },
  {
    change: 'a new rule that only counts',
    edits: [
      IMPORT,
      replace(SILVER, LISTENED, `${LISTENED} expectOrWarn('played_by_level', 'level IS NOT NULL'),`),
    ],
    finds: [],
  },
  {
    change: 'another name of a rule',
    edits: [replace(SILVER, "'listened_for_a_time'", "'listened_at_all'")],
    finds: [],
  },
  {
    change: 'a condition that is set out in another way',
    edits: [replace(SILVER, "'listened_seconds > 0'", "'listened_seconds  >  0'")],
    finds: [],
  },
  {
    change: 'a higher tolerance of one rule',
    edits: [
      replace(
        BRONZE,
        'VISITORS: ExpectationOptions = { toleratedFailureRate: 0.1 }',
        'VISITORS: ExpectationOptions = { toleratedFailureRate: 0.5 }',
      ),
    ],
    finds: [
      'tolerance-raised bronze_page_view_events',
      'tolerance-raised databricks_alert_v2.monitoring_alerts_FailingRules_F5CF3823',
    ],
  },
  {
    change: 'a lower tolerance of one rule',
    edits: [
      replace(
        BRONZE,
        'VISITORS: ExpectationOptions = { toleratedFailureRate: 0.1 }',
        'VISITORS: ExpectationOptions = { toleratedFailureRate: 0.05 }',
      ),
    ],
    finds: [],
  },
  {
    change: 'a higher tolerance of every rule in an environment',
    environment: 'prod',
    edits: [replace(PROD, '  protect: true,', '  protect: true,\n  toleratedFailureRate: 0.2,')],
    finds: [
      'tolerance-raised databricks_job.job',
      'unknown-change databricks_alert_v2.monitoring_alerts_FailingRules_F5CF3823',
    ],
  },
  {
    change: 'a quarantine that is no longer kept',
    edits: [replace(BRONZE, '      quarantine: true,\n', '')],
    finds: [
      'dataset-removed bronze_page_view_events_quarantine',
      'monitoring-removed databricks_alert_v2.monitoring_alerts_GrowingQuarantines_D47F3EA6',
    ],
  },
];
