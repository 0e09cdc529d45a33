import { type CorpusCase, declare, replace } from './corpus-case';

const LISTENED = "expectOrFail('listened_for_a_time', 'listened_seconds > 0'),";

export const RULES: readonly CorpusCase[] = [
  {
    change: 'a removed rule',
    edits: [declare(LISTENED, '')],
    finds: ['rule-removed silver_listens'],
  },
  {
    change: 'a rule that drops rows instead of stopping the update',
    edits: [declare(LISTENED, LISTENED.replace('Fail', 'Drop'))],
    // Without a quarantine, rows that it drops cannot be told from late ones.
    finds: [
      'monitoring-removed databricks_alert_v2.alerts_LateRows_9BDA6547',
      'rule-weakened silver_listens',
    ],
  },
  {
    change: 'a rule that only counts instead of dropping rows',
    edits: [declare("expectOrDrop('duration_plausible'", "expectOrWarn('duration_plausible'")],
    finds: ['rule-weakened bronze_listens'],
  },
  {
    change: 'a rule that stops the update instead of dropping rows',
    edits: [declare("expectOrDrop('duration_plausible'", "expectOrFail('duration_plausible'")],
    finds: ['rule-strengthened bronze_listens'],
  },
  {
    change: 'a condition with a part less',
    edits: [declare("'duration > 0 AND duration < 86400'", "'duration > 0'")],
    finds: ['rule-weakened bronze_listens'],
  },
  {
    change: 'a condition with a part more',
    edits: [declare("'listened_seconds > 0'", "'listened_seconds > 0 AND listened_seconds < 86400'")],
    finds: ['rule-strengthened silver_listens'],
  },
  ...['duration BETWEEN 1 AND 86400', 'duration > 0 OR artist IS NULL'].map((condition) => ({
    change: `a part more of a condition that AND does not divide: ${condition}`,
    deployed: [declare('duration > 0 AND duration < 86400', condition)],
    edits: [declare('duration > 0 AND duration < 86400', `${condition} AND song IS NOT NULL`)],
    finds: ['rule-changed bronze_listens'],
  })),
  {
    change: 'a different condition',
    edits: [declare("'listened_seconds > 0'", "'listened_seconds >= 1'")],
    finds: ['rule-changed silver_listens'],
  },
  {
    change: 'a new rule that stops the update',
    edits: [declare(LISTENED, `${LISTENED} expectOrFail('level', 'level IS NOT NULL'),`)],
    finds: ['rule-strengthened silver_listens'],
  },
  {
    change: 'a new rule that only counts',
    edits: [declare(LISTENED, `${LISTENED} expectOrWarn('level', 'level IS NOT NULL'),`)],
    finds: [],
  },
  {
    change: 'a renamed rule',
    edits: [declare("'listened_for_a_time'", "'listened_at_all'")],
    finds: [],
  },
  {
    change: 'a condition with different spacing',
    edits: [declare("'listened_seconds > 0'", "'listened_seconds  >  0'")],
    finds: [],
  },
  {
    change: 'a higher tolerance of one rule',
    edits: [declare('toleratedFailureRate: 0.1', 'toleratedFailureRate: 0.5')],
    finds: [
      'tolerance-raised bronze_listens',
      'tolerance-raised databricks_alert_v2.alerts_Problems_0A4E8B36',
    ],
  },
  {
    change: 'a lower tolerance of one rule',
    edits: [declare('toleratedFailureRate: 0.1', 'toleratedFailureRate: 0.05')],
    finds: [],
  },
  {
    change: 'a higher tolerance of every rule in an environment',
    environment: 'prod',
    edits: [replace('environments.ts', '  protect: true,', '  protect: true,\n  toleratedFailureRate: 0.2,')],
    finds: [
      'tolerance-raised databricks_job.checks',
      'unknown-change databricks_alert_v2.alerts_Problems_0A4E8B36',
    ],
  },
  {
    change: 'a quarantine that is no longer kept',
    edits: [declare('        quarantine: true,\n', '')],
    finds: [
      'dataset-removed bronze_listens_quarantine',
      'dataset-removed bronze_logins_quarantine',
      'monitoring-removed databricks_alert_v2.alerts_Problems_0A4E8B36',
    ],
  },
];
