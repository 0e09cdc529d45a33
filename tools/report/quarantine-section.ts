import { datasetLink } from './dataset-name';
import { html, type Markup } from './markup';
import { countText, sizeText, timeText } from './number-format';
import type { DatasetReport, RunReport } from './run-report';
import type { QuarantineContent, QuarantineReason, QuarantineSample } from './tables-content';

/** Rejected messages grouped by the rules they fail, with sample payloads. */
export function quarantineSection({ datasets }: RunReport): Markup {
  const filled = datasets.flatMap((report) =>
    report.quarantine === undefined || report.quarantine.rows === 0
      ? []
      : [{ report, content: report.quarantine }],
  );
  return html`<section id="quarantine" aria-labelledby="quarantine-heading">
<h2 id="quarantine-heading">Quarantine</h2>
${
  filled.length === 0
    ? html`<p class="calm">No message is in quarantine.</p>`
    : html`<p class="lead">Rejected messages by the rules they fail. Payloads are shown unmodified, and may contain
personal data.</p>
${filled.map(({ report, content }) => quarantine(report, content))}`
}
</section>`;
}

function quarantine({ dataset }: DatasetReport, { rows, read, reasons }: QuarantineContent): Markup {
  return html`<h3>${datasetLink(dataset.name)} <span class="muted">${countText(rows)} ${rows === 1 ? 'message' : 'messages'}${
    read < rows ? `, counting only the newest ${countText(read)}` : ''
  }</span></h3>
${reasons.map((each) => reason(each, read, dataset.name))}`;
}

function reason({ rules, rows, samples }: QuarantineReason, all: number, dataset: string): Markup {
  const width = Math.max(1, (rows / all) * 100).toFixed(1);
  const what = rules.join(', ') || 'no rule named';
  return html`<details class="reason"><summary><span class="reason-name">${rules.length === 0 ? what : rules.map((rule) => html`<code>${rule}</code> `)}</span>
<span class="bar" aria-hidden="true"><span style="width:${width}%"></span></span><span class="number">${countText(rows)}</span></summary>
<ul class="samples" aria-label="Messages of ${dataset} that fail ${what}">${samples.map(sample)}</ul></details>`;
}

function sample(message: QuarantineSample): Markup {
  const { value, length } = message;
  const place = placeOf(message);
  const shown = value ?? '';
  return html`<li><p class="muted">${place}${value === null ? 'without a payload' : sizeText(length)}</p>
${
  value === null
    ? undefined
    : html`<pre tabindex="0" role="region" aria-label="Payload, ${place}">${shown}${shown.length < length ? '…' : ''}</pre>`
}</li>`;
}

function placeOf({ time, topic, partition, offset }: QuarantineSample): string {
  if (time === null || topic === null) return '';
  return `${topic}, partition ${partition}, offset ${offset}, ${timeText(time)}, `;
}
