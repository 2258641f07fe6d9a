// Step 2: paste names or choose a sheet, look at what was understood row by row, give out the offices.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Office } from '../shared/protocol.gen';
import { Button, RoundButton } from '../shared/ui/Button';
import { XLSX, type HostApi, type Roster, type Row } from './api';
import type { Draft } from './draft';
import { h } from './words';

const OFFICES: Office[] = ['chair', 'deputy', 'secretary', 'teller', 'member', 'guest', 'observer'];

/** What keeps the meeting from being made, in words; null when nothing does. */
export function chairProblem(rows: Row[]): string | null {
  const good = rows.filter((row) => row.status !== 'error');
  const chairs = good.filter((row) => row.office === 'chair').length;
  if (good.length === 0) return h('who.empty');
  if (chairs === 0) return h('who.noChair');
  return chairs > 1 ? h('who.twoChairs') : null;
}

function typeOf(file: File): string {
  return /\.xlsx$/i.test(file.name) ? XLSX : 'text/csv';
}

interface RosterStepProps {
  api: HostApi;
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
}

export function RosterStep({ api, draft, onChange }: RosterStepProps): VNode {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const read = async (type: string, data: string | Blob): Promise<void> => {
    setBusy(true);
    setProblem(null);
    const answer = await api.roster(type, data);
    setBusy(false);
    if (answer.ok) onChange({ rows: (answer.body as Roster).rows });
    else setProblem(h('who.unreadable', { why: answer.status === 0 ? h('host.offline') : h('host.refused') }));
  };
  const put = (line: number, office: Office): void => onChange({ rows: draft.rows.map((row) => (row.line === line ? { ...row, office } : row)) });
  const count = (status: Row['status']): number => draft.rows.filter((row) => row.status === status).length;
  const [errors, warnings] = [count('error'), count('warning')];

  return (
    <div class="stack form">
      <label class="field">
        <span>{h('who.paste')}</span>
        <textarea class="input names" name="names" rows={8} spellcheck={false} value={draft.names} placeholder={h('who.pastePlace')} aria-describedby="paste-hint" onInput={(event) => onChange({ names: event.currentTarget.value })} />
      </label>
      <p id="paste-hint" class="quiet small">{h('who.pasteHint')}</p>
      <div class="host-bar">
        <Button look="outline" disabled={busy || !draft.names.trim()} onPress={() => void read('text/plain; charset=utf-8', draft.names)}>
          {busy ? h('who.reading') : h('who.read')}
        </Button>
        <label class="file button plain">
          <span>{h('who.file')}</span>
          <input class="sr"
            type="file"
            name="file"
            accept=".xlsx,.csv,.txt"
            onChange={(event) => {
              const file = event.currentTarget.files?.[0];
              if (file) void read(typeOf(file), file);
            }}
          />
        </label>
      </div>
      {problem && <p class="problem" role="alert">{problem}</p>}
      {draft.rows.length > 0 && (
        <>
          <p role="status" class="strong">
            {[h('who.counts', { n: draft.rows.length - errors }), errors ? h('who.errors', { n: errors }) : null, warnings ? h('who.warnings', { n: warnings }) : null]
              .filter(Boolean)
              .join(' · ')}
          </p>
          {!draft.rows.some((row) => row.office === 'secretary') && <p class="quiet">{h('who.noSecretary')}</p>}
          <div class="table-box" tabIndex={0} role="region" aria-label={h('step.who')}>
            <table class="roster">
              <thead>
                <tr>
                  <th scope="col">{h('who.line')}</th>
                  <th scope="col">{h('who.name')}</th>
                  <th scope="col">{h('who.office')}</th>
                  <th scope="col">{h('who.unit')}</th>
                  <th><span class="sr">{h('who.leaveOut', { name: '' })}</span></th>
                </tr>
              </thead>
              <tbody>
                {draft.rows.map((row) => (
                  <RosterRow key={row.line} row={row} onOffice={(office) => put(row.line, office)} onLeaveOut={() => onChange({ rows: draft.rows.filter((each) => each.line !== row.line) })} />
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </div>
  );
}

function RosterRow({ row, onOffice, onLeaveOut }: { row: Row; onOffice: (office: Office) => void; onLeaveOut: () => void }): VNode {
  return (
    <tr data-status={row.status}>
      <td class="quiet">{row.line}</td>
      <td>
        <span class="strong">{row.name || '—'}</span>
        {row.problems.map((problem) => (
          <span key={problem.code + (problem.field ?? '')} class="row-problem">{h.maybe(`problem.${problem.code}`, problem.message)}</span>
        ))}
      </td>
      <td>
        {row.status !== 'error' && (
          <select class="input" aria-label={`${h('who.office')}: ${row.name}`} value={row.office} onChange={(event) => onOffice(event.currentTarget.value as Office)}>
            {OFFICES.map((office) => (
              <option key={office} value={office}>{h(`office.${office}`)}</option>
            ))}
          </select>
        )}
      </td>
      <td>{[row.title, row.unit].filter(Boolean).join(' · ')}</td>
      <td><RoundButton icon="close" label={h('who.leaveOut', { name: row.name })} onPress={onLeaveOut} /></td>
    </tr>
  );
}
