import { html, type Markup } from './markup';
import type { FlowStatus } from './update-history';

/** Badge style of each status: good, neutral, or a problem. */
const LOOKS: Readonly<Record<FlowStatus, 'good' | 'quiet' | 'bad'>> = {
  completed: 'good',
  unchanged: 'quiet',
  failed: 'bad',
  skipped: 'bad',
  interrupted: 'bad',
};

/** Badge with the outcome of a flow. */
export function flowStatusBadge(status: FlowStatus): Markup {
  return html`<span class="badge ${LOOKS[status]}">${status}</span>`;
}

/** Badge with the outcome of an update. */
export function updateStatusBadge(failed: boolean): Markup {
  return html`<span class="badge ${failed ? 'bad' : 'good'}">${failed ? 'failed' : 'completed'}</span>`;
}
