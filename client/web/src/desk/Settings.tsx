// What the desk may choose. Every choice takes effect at once; nothing waits for a Save but what is typed.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Join, Meeting, Moderation, SettingsPatch } from '../shared/protocol.gen';
import { inMinutes, parseMinutes } from '../shared/minutes';
import { Button } from '../shared/ui/Button';
import { LanguageSwitch } from '../shared/ui/LanguageSwitch';
import { Confirm, Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { t } from '../shared/words';
import { Check, Group, Typed } from './Fields';
import { presides } from './facts';
import { d, o } from './words';

export function Settings({ meeting, onClose }: { meeting: Meeting; onClose: () => void }): VNode {
  const live = useLive();
  const closing = useSignal(false);
  const { settings } = meeting;
  const chair = presides(live, meeting);
  const problem = useSignal<{ of: 'minutes' | 'seconds'; text: string } | null>(null);
  const put = (patch: SettingsPatch): void => void live.perform({ type: 'meeting.update', settings: patch });
  const minutes = (text: string, field: 'limit_ms' | 'second_limit_ms' | 'duration_ms'): void => {
    const ms = parseMinutes(text);
    problem.value = ms === undefined ? { of: 'minutes', text: o('rules.bad', { text }) } : null;
    if (ms !== undefined) put({ [field]: ms });
  };
  const seconds = (text: string): void => {
    const good = /^\d{1,4}$/.test(text);
    problem.value = good ? null : { of: 'seconds', text: o('rules.badCount', { text }) };
    if (good) put({ slow_mode_ms: Number(text) * 1000 });
  };
  return (
    <Sheet title={d('set.title')} onClose={onClose}>
      <div class="stack settings">
        <Typed label={d('set.meeting')} value={meeting.title} most={200} onSave={(title) => void live.perform({ type: 'meeting.update', title })} />
        <Typed label={d('set.place')} value={meeting.place ?? ''} most={200} onSave={(place) => void live.perform({ type: 'meeting.update', place: place || null })} empty />
        <Group label={d('set.moderation')}>
          {(['off', 'before_screen', 'before_all'] satisfies Moderation[]).map((each) => (
            <button key={each} type="button" class="chip" aria-pressed={settings.moderation === each} onClick={() => put({ moderation: each })}>{d(`set.moderation.${each}`)}</button>
          ))}
        </Group>
        <div class="two-buttons">
          <Minutes label={d('set.limit')} value={settings.limit_ms} onSave={(text) => minutes(text, 'limit_ms')} />
          <Minutes label={d('set.second')} value={settings.second_limit_ms} onSave={(text) => minutes(text, 'second_limit_ms')} />
          <Minutes label={d('set.duration')} value={settings.duration_ms} onSave={(text) => minutes(text, 'duration_ms')} />
        </div>
        {problem.value?.of === 'minutes' && <p class="problem" role="alert">{problem.value.text}</p>}
        <Typed label={d('set.slow')} value={String(settings.slow_mode_ms / 1000)} most={4} numeric onSave={seconds} />
        {problem.value?.of === 'seconds' && <p class="problem" role="alert">{problem.value.text}</p>}
        <Check label={d('set.names')} on={settings.queue_names_shown} onChange={(on) => put({ queue_names_shown: on })} />
        <Check label={d('set.presentOnly')} on={settings.present_only} onChange={(on) => put({ present_only: on })} />
        <Check label={d('set.anonymous')} on={settings.anonymous} onChange={(on) => put({ anonymous: on })} />
        <Check label={d('set.seconds')} on={settings.show_seconds} onChange={(on) => put({ show_seconds: on })} />
        <Check label={d('set.deep')} on={settings.hall_depth === 'deep'} onChange={(on) => put({ hall_depth: on ? 'deep' : 'normal' })} />
        <Check label={d('set.lock')} on={meeting.locked} onChange={(on) => void live.perform({ type: on ? 'meeting.lock' : 'meeting.unlock' })} />
        <Group label={d('set.join')}>
          {(['names', 'request', 'code', 'link'] satisfies Join[]).map((each) => (
            <button key={each} type="button" class="chip" aria-pressed={settings.join === each} onClick={() => put({ join: each })}>{d(`set.join.${each}`)}</button>
          ))}
        </Group>
        <Typed label={d('set.pin')} value={settings.pin ?? ''} most={8} numeric empty onSave={(pin) => put({ pin: pin || null })} />
        <Wifi meeting={meeting} onSave={(wifi) => put({ wifi })} />
        {chair && meeting.status === 'open' && <Button look="plain" wide icon="pause" onPress={() => void live.perform({ type: 'meeting.pause' })}>{d('set.pause')}</Button>}
        {chair && (meeting.status === 'open' || meeting.status === 'paused') && <Button look="danger" wide onPress={() => (closing.value = true)}>{d('next.close')}</Button>}
        <LanguageSwitch />
      </div>
      {closing.value && (
        <Confirm
          title={d('next.closeAsk')} yes={d('next.closeDo')} no={t('do.cancel')} danger
          onYes={() => {
            closing.value = false;
            void live.perform({ type: 'meeting.close' });
            onClose();
          }}
          onNo={() => (closing.value = false)}
        />
      )}
    </Sheet>
  );
}

function Minutes({ label, value, onSave }: { label: string; value: number | null; onSave: (text: string) => void }): VNode {
  return <Typed label={label} value={value === null ? '' : inMinutes(value)} most={6} numeric empty onSave={onSave} />;
}

function Wifi({ meeting, onSave }: { meeting: Meeting; onSave: (wifi: { ssid: string; password: string; security: string } | null) => void }): VNode {
  const { wifi } = meeting.settings;
  // What was typed a moment ago may not be in the view yet.
  const typed = useRef({ ssid: '', password: '' });
  useEffect(() => void (typed.current = { ssid: wifi?.ssid ?? '', password: wifi?.password ?? '' }), [wifi]);
  const save = (part: { ssid?: string; password?: string }): void => {
    const { ssid, password } = (typed.current = { ...typed.current, ...part });
    onSave(ssid ? { ssid, password, security: password ? 'WPA' : 'nopass' } : null);
  };
  return (
    <fieldset class="plain-set">
      <legend>{d('set.wifi')}</legend>
      <div class="two-buttons">
        <Typed label={d('set.ssid')} value={wifi?.ssid ?? ''} most={32} empty onSave={(ssid) => save({ ssid })} />
        <Typed label={d('set.password')} value={wifi?.password ?? ''} most={63} empty onSave={(password) => save({ password })} />
      </div>
    </fieldset>
  );
}
