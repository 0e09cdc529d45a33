/** Who is told of something: a user by mail, or a notification destination of the workspace, such as a Slack channel. */
export type Recipient =
  | {
      /** Address of a user of the workspace. */
      readonly userEmail: string;
    }
  | {
      /**
       * Id of a notification destination. Administrators create it: its address is a secret, which Terraform would
       * keep in its state.
       * @see https://docs.databricks.com/aws/en/admin/workspace-settings/notification-destinations
       */
      readonly destinationId: string;
    };

/** What is wrong with recipients; `at` is what they are called where they were written. */
export function recipientProblems(recipients: readonly Recipient[], at: string): string[] {
  const names = recipients.map((recipient) =>
    'userEmail' in recipient ? recipient.userEmail : recipient.destinationId,
  );
  return recipients.flatMap((recipient, index) => {
    const name = names[index] ?? '';
    if (names.indexOf(name) !== index)
      return [`${at}[${index}] is '${name}', which is there already. Drop one.`];
    if ('userEmail' in recipient && !/^[^\s@]+@[^\s@]+$/.test(name)) {
      return [`${at}[${index}] is '${name}', which is no address. Give the address of a user.`];
    }
    if ('destinationId' in recipient && !/^[0-9a-f-]{36}$/i.test(name)) {
      return [
        `${at}[${index}] is destination '${name}', which is no id. Give the UUID of the notification destination, not its name.`,
      ];
    }
    return [];
  });
}
