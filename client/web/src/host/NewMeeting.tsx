// A meeting in three steps: what, who, ready. What was typed stays on this laptop until the meeting is made.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { stored } from '../shared/stored';
import { Button } from '../shared/ui/Button';
import type { HostApi, Listed } from './api';
import { begun, KEPT, type Draft } from './draft';
import { RosterStep, chairProblem } from './RosterStep';
import { WhatStep } from './WhatStep';
import { h } from './words';

export interface NewMeetingProps {
  api: HostApi;
  draft: Partial<Draft>;
  onBack: () => void;
  onMade: (listed: Pick<Listed, 'room' | 'code' | 'title' | 'starts_at'>) => void;
}

export function NewMeeting({ api, draft: given, onBack, onMade }: NewMeetingProps): VNode {
  const [draft, setDraft] = useState(() => begun(given));
  const [step, setStep] = useState<1 | 2>(1);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const change = (part: Partial<Draft>): void => {
    setProblem(null);
    setDraft((old) => ({ ...old, ...part }));
  };
  useEffect(() => stored.set(KEPT, JSON.stringify(draft)), [draft]);

  const next = (): void => {
    if (draft.title.trim()) setStep(2);
    else setProblem(h('what.titleMissing'));
  };
  const make = async (): Promise<void> => {
    const wrong = chairProblem(draft.rows);
    if (wrong) return setProblem(wrong);
    setBusy(true);
    const answer = await api.create({
      id: draft.id,
      title: draft.title.trim(),
      place: draft.place.trim() || null,
      starts_at: draft.starts ? new Date(draft.starts).getTime() : null,
      profile: draft.profile,
      locale: draft.locale,
      settings: {
        ...(draft.purpose.trim() ? { purpose: draft.purpose.trim() } : {}),
        ...(draft.ssid.trim() ? { wifi: { ssid: draft.ssid.trim(), password: draft.password, security: draft.password ? 'WPA' : 'nopass' } } : {}),
      },
      members: draft.rows
        .filter((row) => row.status !== 'error')
        .map(({ name, office, kind, title, unit, group, seat, card, birth_date }) => ({ name, office, kind, title, unit, group, seat, card, birth_date })),
    });
    setBusy(false);
    if (!answer.ok) return setProblem(h('host.failed', { why: answer.status === 0 ? h('host.offline') : h('host.refused') }));
    stored.remove(KEPT);
    onMade({ room: answer.body.room, code: answer.body.code, title: draft.title.trim(), starts_at: draft.starts ? new Date(draft.starts).getTime() : null });
  };

  return (
    <main class="host">
      <header class="host-head">
        <Button look="plain" icon="close" onPress={onBack}>{h('ready.toList')}</Button>
        <h1>{h('host.new')}</h1>
      </header>
      <ol class="steps" aria-label={h('step.of', { n: step })}>
        {([h('step.what'), h('step.who'), h('step.ready')] as const).map((name, number) => (
          <li key={name} aria-current={number + 1 === step ? 'step' : undefined} data-done={number + 1 < step}>
            <b>{number + 1}</b> {name}
          </li>
        ))}
      </ol>
      {step === 1 ? <WhatStep draft={draft} onChange={change} /> : <RosterStep api={api} draft={draft} onChange={change} />}
      {problem && <p class="problem" role="alert">{problem}</p>}
      <div class="host-foot">
        {step === 2 && <Button look="plain" size="large" onPress={() => setStep(1)}>{h('step.back')}</Button>}
        {step === 1 ? (
          <Button look="primary" size="large" onPress={next}>{h('step.next')}</Button>
        ) : (
          <Button look="primary" size="large" disabled={busy} onPress={() => void make()}>{busy ? h('step.making') : h('step.make')}</Button>
        )}
      </div>
    </main>
  );
}
