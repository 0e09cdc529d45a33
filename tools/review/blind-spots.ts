/** Something that can change without appearing in a plan, and how to check it. */
export interface Unseen {
  /** What can change, in one sentence. */
  readonly what: string;

  /** Why a plan does not show it. */
  readonly why: string;

  /** Commands that show it; replace the words in angle brackets. */
  readonly commands: readonly string[];

  /** Documentation of the commands. */
  readonly documentation: string;
}

/**
 * Changes that no plan shows: a review without findings does not prove that the workspace matches the code.
 *
 * @see https://docs.databricks.com/aws/en/dev-tools/cli/commands
 */
export const UNSEEN: readonly Unseen[] = [
  {
    what: 'Notebooks and files that were edited in the workspace.',
    why: 'The provider does not read file contents back: the edited version runs until a deployment changes the same file.',
    commands: [
      'databricks workspace export <path of the notebook> --format SOURCE --file <file to compare with>',
    ],
    documentation: 'https://docs.databricks.com/aws/en/dev-tools/cli/reference/workspace-commands',
  },
  {
    what: 'Changes made in the workspace to the clusters, `continuous` or `serverless` of a pipeline.',
    why: 'For these settings the plan uses the values in the code instead of those in Databricks.',
    commands: ['databricks pipelines get <id of the pipeline>'],
    documentation: 'https://docs.databricks.com/aws/en/dev-tools/cli/reference/pipelines-commands',
  },
  {
    what: 'A `queue` or `run_as` setting that was removed from a job.',
    why: 'If Databricks does not return a setting, the plan shows no difference.',
    commands: ['databricks jobs get <id of the job>'],
    documentation: 'https://docs.databricks.com/aws/en/dev-tools/cli/reference/jobs-commands',
  },
  {
    what: 'An update that is running during the deployment.',
    why: 'A plan covers settings, not running updates.',
    commands: ['databricks pipelines list-updates <id of the pipeline>'],
    documentation: 'https://docs.databricks.com/aws/en/dev-tools/cli/reference/pipelines-commands',
  },
  {
    what: 'Table contents: values, row counts, and other writers.',
    why: 'Tables created by a pipeline are not in the Terraform state.',
    commands: ['DESCRIBE HISTORY `<catalog>`.`<schema>`.`<table>`;'],
    documentation: 'https://docs.databricks.com/aws/en/delta/history',
  },
  {
    what: 'Manual grants on individual tables.',
    why: 'Table grants are managed by the task `table_access` after an update, not by Terraform.',
    commands: ['SHOW GRANTS ON TABLE `<catalog>`.`<schema>`.`<table>`;'],
    documentation: 'https://docs.databricks.com/aws/en/sql/language-manual/security-show-grant',
  },
  {
    what: 'Kafka retention and broker connectivity.',
    why: 'Topics are not part of the deployment, but their retention determines what a full refresh can reread.',
    commands: [
      'kafka-configs.sh --bootstrap-server <broker> --entity-type topics --entity-name <topic> --describe --all',
    ],
    documentation: 'https://kafka.apache.org/documentation/#topicconfigs_retention.ms',
  },
  {
    what: 'Values of secrets.',
    why: 'They are stored manually, and Databricks does not return them.',
    commands: ['databricks secrets list-secrets <scope>'],
    documentation: 'https://docs.databricks.com/aws/en/security/secrets/',
  },
];
