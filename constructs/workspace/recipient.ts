import { z } from 'zod';
import { checked, exactly } from '../medallion/settings';

/** Who is notified: a user by email, or a notification destination of the workspace, such as a Slack channel. */
export const Recipient = z.union(
  [
    exactly({
      /** Email address of a workspace user. */
      userEmail: checked(z.string(), (address) =>
        /^[^\s@]+@[^\s@]+$/.test(address)
          ? undefined
          : `is '${address}', which is not an email address. Use the address of a workspace user.`,
      ),
    }),
    exactly({
      /**
       * Id of a notification destination. Administrators create it, because its address is a secret that Terraform would
       * store in its state.
       * @see https://docs.databricks.com/aws/en/admin/workspace-settings/notification-destinations
       */
      destinationId: checked(z.string(), (id) =>
        /^[0-9a-f-]{36}$/i.test(id)
          ? undefined
          : `is '${id}', which is not an ID. Use the UUID of the notification destination, not its name.`,
      ),
    }),
  ],
  { error: 'Use { userEmail } or { destinationId }.' },
);
export type Recipient = z.infer<typeof Recipient>;

/** Recipients without duplicates. */
export const Recipients = z
  .array(Recipient)
  .readonly()
  .superRefine((recipients, context) => {
    const names = recipients.map((recipient) => Object.values(recipient)[0]);
    for (const [index, name] of names.entries()) {
      if (names.indexOf(name) === index) continue;
      const message = `is '${name}', which is listed twice. Remove one.`;
      context.addIssue({ code: 'custom', path: [index], message });
    }
  });
export type Recipients = z.infer<typeof Recipients>;
