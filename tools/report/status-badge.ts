import { html, type Markup } from './markup';
import type { FlowStatus } from './update-history';

/** How a status looks: good, of no importance, or a problem. */
const LOOKS: Readonly<Record<FlowStatus, 'good' | 'quiet' | 'bad'>> = {
  completed: 'good',
  unchanged: 'quiet',
  failed: 'bad',
  skipped: 'bad',
  interrupted: 'bad',
};

/** How a flow ended, as a word in a coloured box. */
export function flowStatusBadge(status: FlowStatus): Markup {
  return html`<span class="badge ${LOOKS[status]}">${status}</span>`;
}

/** How an update ended. */
export function updateStatusBadge(failed: boolean): Markup {
  return html`<span class="badge ${failed ? 'bad' : 'good'}">${failed ? 'failed' : 'completed'}</span>`;
}
