import { z } from 'zod';
import { checked, exactly } from '../medallion/settings';

/** Who is told of something: a user by mail, or a notification destination of the workspace, such as a Slack channel. */
export const Recipient = z.union(
  [
    exactly({
      /** Address of a user of the workspace. */
      userEmail: checked(z.string(), (address) =>
        /^[^\s@]+@[^\s@]+$/.test(address)
          ? undefined
          : `is '${address}', which is no address. Give the address of a user.`,
      ),
    }),
    exactly({
      /**
       * Id of a notification destination. Administrators create it: its address is a secret, which Terraform would
       * keep in its state.
       * @see https://docs.databricks.com/aws/en/admin/workspace-settings/notification-destinations
       */
      destinationId: checked(z.string(), (id) =>
        /^[0-9a-f-]{36}$/i.test(id)
          ? undefined
          : `is '${id}', which is no id. Give the UUID of the notification destination, not its name.`,
      ),
    }),
  ],
  { error: 'Give { userEmail } or { destinationId }.' },
);
export type Recipient = z.infer<typeof Recipient>;

/** Several recipients, each once. */
export const Recipients = z
  .array(Recipient)
  .readonly()
  .superRefine((recipients, context) => {
    const names = recipients.map((recipient) => Object.values(recipient)[0]);
    for (const [index, name] of names.entries()) {
      if (names.indexOf(name) === index) continue;
      const message = `is '${name}', which is there already. Drop one.`;
      context.addIssue({ code: 'custom', path: [index], message });
    }
  });
export type Recipients = z.infer<typeof Recipients>;
