/** Something that may have changed without a plan showing it, and how to look at it. */
export interface Unseen {
  /** What it is, in one sentence. */
  readonly what: string;

  /** Why a plan does not show it. */
  readonly why: string;

  /** Commands that show it; words in angle brackets are to be filled in. */
  readonly commands: readonly string[];

  /** Where the commands are described. */
  readonly documentation: string;
}

/**
 * What no plan can see. A review without findings does not prove that the workspace matches the code.
 *
 * @see https://docs.databricks.com/aws/en/dev-tools/cli/commands
 */
export const UNSEEN: readonly Unseen[] = [
  {
    what: 'Text of notebooks and files that was edited in the workspace.',
    why: 'The provider keeps the text that it wrote, and does not read it back: the edit runs until the next deployment that changes the same file.',
    commands: [
      'databricks workspace export <path of the notebook> --format SOURCE --file <file to compare with>',
    ],
    documentation: 'https://docs.databricks.com/aws/en/dev-tools/cli/reference/workspace-commands',
  },
  {
    what: 'Clusters of a pipeline, `continuous` and `serverless` that were changed in the workspace.',
    why: 'Some settings of pipelines are taken from the code and not from Databricks when the plan is made.',
    commands: ['databricks pipelines get <id of the pipeline>'],
    documentation: 'https://docs.databricks.com/aws/en/dev-tools/cli/reference/pipelines-commands',
  },
  {
    what: 'A queue or a `run_as` that was removed from a job.',
    why: 'If Databricks does not return a setting, the plan shows no difference.',
    commands: ['databricks jobs get <id of the job>'],
    documentation: 'https://docs.databricks.com/aws/en/dev-tools/cli/reference/jobs-commands',
  },
  {
    what: 'An update that is running during the deployment.',
    why: 'A plan contains settings, not running updates.',
    commands: ['databricks pipelines list-updates <id of the pipeline>'],
    documentation: 'https://docs.databricks.com/aws/en/dev-tools/cli/reference/pipelines-commands',
  },
  {
    what: 'The rows of the tables: their values, their number, and who else writes them.',
    why: 'Terraform does not know tables that a pipeline creates.',
    commands: ['DESCRIBE HISTORY `<catalog>`.`<schema>`.`<table>`;'],
    documentation: 'https://docs.databricks.com/aws/en/delta/history',
  },
  {
    what: 'Rights on single tables that were granted by hand.',
    why: 'They are granted after an update by the task `table_access`, and not by Terraform.',
    commands: ['SHOW GRANTS ON TABLE `<catalog>`.`<schema>`.`<table>`;'],
    documentation: 'https://docs.databricks.com/aws/en/sql/language-manual/security-show-grant',
  },
  {
    what: 'How long Kafka keeps messages, and whether the brokers can be reached.',
    why: 'Topics are not part of the deployment, but determine what a full refresh can read again.',
    commands: [
      'kafka-configs.sh --bootstrap-server <broker> --entity-type topics --entity-name <topic> --describe --all',
    ],
    documentation: 'https://kafka.apache.org/documentation/#topicconfigs_retention.ms',
  },
  {
    what: 'Values of secrets.',
    why: 'They are stored by hand, and Databricks does not return them.',
    commands: ['databricks secrets list-secrets <scope>'],
    documentation: 'https://docs.databricks.com/aws/en/security/secrets/',
  },
];
