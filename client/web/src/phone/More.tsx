// Everything that is not needed every minute: who is here, how this phone looks and sounds, another device, help (always last).
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { isHere, roll } from '../shared/attendance';
import { published } from '../shared/documents';
import { ask } from '../shared/http';
import { forget } from '../shared/identity';
import type { Meeting, Member } from '../shared/protocol.gen';
import { saveFrom } from '../shared/saving';
import { copy } from '../shared/secure';
import { soundWanted, unlock } from '../shared/sound';
import { stored } from '../shared/stored';
import { Button } from '../shared/ui/Button';
import { Icon, type IconName } from '../shared/ui/Icon';
import { LanguageSwitch } from '../shared/ui/LanguageSwitch';
import { useLive } from '../shared/ui/live';
import { setTextSize, setTheme, textSize, theme, type Theme } from '../shared/ui/page';
import { Qr, type QrData } from '../shared/ui/Qr';
import { Confirm, Sheet } from '../shared/ui/Sheet';
import { htmlLanguage, t } from '../shared/words';
import { u } from '../shared/words.outcome';
import { s } from '../shared/words.results';
import { f } from '../shared/words.floor';
import { dc } from '../shared/words.documents';
import { people } from '../shared/words.people';
import { Commitments } from './Commitments';
import type { Writing } from './composing';
import { ToMinutes } from './Minutes';
import { Documents } from './Documents';
import { deskAddress, hasDesk } from './DeskLink';
import { TestSound } from './Lobby';
import { Mine } from './Mine';
import { ToMyStatement } from './MyStatement';
import { later } from '../shared/ui/Later';
import { Topics } from './Topics';
import { ShareForm } from './ShareForm';
import { k } from './words.commit';
import { m } from './words.more';

const Score = later(() => import('./Score').then((all) => all.Score), 'needed');

type Open = 'mine' | 'commitments' | 'topics' | 'score' | 'documents' | 'people' | 'look' | 'share' | 'device' | 'help' | 'leave' | null;

export function More({ meeting, self, onWrite }: { meeting: Meeting; self: Member; onWrite: (what: Writing) => void }): VNode {
  const { room, token } = useLive();
  const [open, setOpen] = useState<Open>(null);
  const [saved, setSaved] = useState<boolean | null>(null);
  const close = (): void => setOpen(null);
  const save = async (): Promise<void> => setSaved(await saveFrom(`/api/rooms/${room.id}/members/${self.id}/export`, token, `${room.id}.json`));
  const row = (what: Open, icon: IconName, text: string): VNode => (
    <li>
      <button type="button" onClick={() => setOpen(what)}>
        <Icon name={icon} />
        <span>{text}</span>
        <Icon name="forward" />
      </button>
    </li>
  );
  return (
    <div class="scroller padded" tabIndex={0}>
      <section class="stack">
        <div class="chosen">
          <p class="quiet small">{m('more.who')}</p>
          <h1>{self.name}</h1>
          <p class="quiet">{[people(`office.${self.office}`), self.title, self.unit].filter(Boolean).join(' · ')}</p>
        </div>
        {hasDesk(meeting, self) && <a class="button primary wide large" href={deskAddress(room.id, token)}><Icon name="desk" />{t('desk.open')}</a>}
        {(meeting.status === 'closed' || room.of('minutes').ids.value.length > 0) && <ToMinutes />}
        <ul class="menu">
          {meeting.status !== 'closed' && self.office !== 'observer' && <ToMyStatement look="row" />}
          {published(room).length > 0 && row('documents', 'agenda', dc('title'))}
          {row('mine', 'comment', u('mine.title'))}
          {self.office !== 'observer' && row('commitments', 'check', k('title'))}
          {room.of('scorecard').ids.value.length > 0 && row('score', 'check', m('more.score'))}
          {row('topics', 'list', s('topics.title'))}
          {row('people', 'people', m('more.present'))}
          {row('look', 'half', `${m('more.text')} · ${m('more.theme')} · ${t('language.label')}`)}
          {row('device', 'desk', m('more.device'))}
          {meeting.status !== 'closed' && row('share', 'people', f('share.row'))}
          {meeting.status === 'draft' && meeting.starts_at !== null && (
            <li>
              <button type="button" onClick={() => void saveFrom(`/api/rooms/${room.id}/calendar.ics`, token, `${room.id}.ics`)}>
                <Icon name="clock" />
                <span>{m('more.calendar')}</span>
                <Icon name="forward" />
              </button>
            </li>
          )}
          <li>
            <button type="button" onClick={() => void save()}>
              <Icon name="agenda" />
              <span>{m(saved === null ? 'more.save' : saved ? 'more.saved' : 'more.notSaved')}</span>
              <Icon name="forward" />
            </button>
          </li>
          {row('leave', 'close', m('more.leave'))}
          {row('help', 'alert', m('more.help'))}
        </ul>
      </section>
      {open === 'documents' && <Sheet title={dc('title')} onClose={close}><Documents self={self} onOpen={close} /></Sheet>}
      {open === 'mine' && <Sheet title={u('mine.title')} onClose={close}><div class="stack"><Mine self={self} /></div></Sheet>}
      {open === 'commitments' && <Sheet title={k('title')} onClose={close}><Commitments self={self} onWrite={meeting.status === 'closed' ? null : onWrite} /></Sheet>}
      {open === 'score' && <Sheet title={m('more.score')} onClose={close}><Score self={self} /></Sheet>}
      {open === 'topics' && <Sheet title={s('topics.title')} onClose={close}><Topics /></Sheet>}
      {open === 'people' && <Sheet title={m('more.present')} onClose={close}><People /></Sheet>}
      {open === 'look' && <Sheet title={`${m('more.text')} · ${m('more.theme')}`} onClose={close}><Look /></Sheet>}
      {open === 'share' && <Sheet title={f('share.title')} onClose={close}><ShareForm self={self} /></Sheet>}
      {open === 'device' && <Sheet title={m('more.device')} onClose={close}><OtherDevice /></Sheet>}
      {open === 'help' && <Sheet title={m('more.help')} onClose={close}><Help /></Sheet>}
      {open === 'leave' && (
        <Confirm
          title={m('more.leaveAsk')}
          yes={m('more.leave')}
          no={t('do.cancel')}
          danger
          onNo={close}
          onYes={() => {
            forget(room.id);
            location.replace('/');
          }}
        />
      )}
    </div>
  );
}

function People(): VNode {
  const { room } = useLive();
  const members = [...room.of('members').all.value].sort((a, b) => (a.sort_key < b.sort_key ? -1 : 1));
  const present = room.presence.value?.present;
  if (members.length < 2)
    return (
      <div class="stack">
        {present !== undefined && <p class="strong">{m('more.presentN', { n: present })}</p>}
        <p class="quiet">{m('more.noRoster')}</p>
      </div>
    );
  const counts = roll(members);
  return (
    <div class="stack">
      <p class="strong">{t('lobby.presentOf', { n: counts.present + counts.late, of: counts.total })}</p>
      <ul class="people">
        {members.map((each) => (
          <li key={each.id} data-here={isHere(each)}>
            <span><strong>{each.name}</strong><small class="quiet">{[each.office === 'member' ? '' : people(`office.${each.office}`), each.unit].filter(Boolean).join(' · ')}</small></span>
            <span class="tag">{people(`attendance.${each.attendance.status}`)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Look(): VNode {
  const [size, setSize] = useState(textSize());
  const [look, setLook] = useState(theme());
  const [sound, setSound] = useState(soundWanted());
  const resize = (to: number): void => {
    setTextSize(to);
    setSize(textSize());
  };
  const themes: [Theme, string][] = [['auto', m('more.themeAuto')], ['light', m('more.themeLight')], ['dark', m('more.themeDark')]];
  return (
    <div class="stack">
      <section class="stack tight">
        <h3>{m('more.text')}</h3>
        <div class="segments">
          <Button look="plain" label={`A− ${m('more.smaller')}`} disabled={size === 0} onPress={() => resize(size - 1)}>A−</Button>
          <Button look="plain" label={`A+ ${m('more.larger')}`} disabled={size === 3} onPress={() => resize(size + 1)}>A+</Button>
        </div>
      </section>
      <section class="stack tight">
        <h3>{m('more.theme')}</h3>
        <div class="segments" role="group" aria-label={m('more.theme')}>
          {themes.map(([each, word]) => (
            <button
              key={each}
              type="button"
              class="chip"
              aria-pressed={look === each}
              onClick={() => {
                setTheme(each);
                setLook(each);
              }}
            >
              {word}
            </button>
          ))}
        </div>
      </section>
      <section class="stack tight">
        <h3>{t('language.label')}</h3>
        <LanguageSwitch />
      </section>
      <section class="stack tight">
        <h3>{m('more.sound')}</h3>
        <div class="segments" role="group" aria-label={m('more.sound')}>
          {([true, false] as const).map((each) => (
            <button
              key={String(each)}
              type="button"
              class="chip"
              aria-pressed={sound === each}
              onClick={() => {
                if (each) unlock();
                stored.set('sound', each ? '1' : '0');
                setSound(each);
              }}
            >
              {each ? m('more.on') : m('more.off')}
            </button>
          ))}
        </div>
        <TestSound />
      </section>
    </div>
  );
}

function OtherDevice(): VNode {
  const { room, token } = useLive();
  const [qr, setQr] = useState<QrData | null>(null);
  const [shown, setShown] = useState(false);
  const [copied, setCopied] = useState<'no' | 'yes' | 'byHand'>('no');
  const link = `${location.origin}/m/${room.id}#t=${token}`;
  const inApp = /Android/.test(navigator.userAgent) && /\b(Zalo|FBAN|FBAV)\b/i.test(navigator.userAgent);
  const reveal = (): void => {
    setShown(true);
    void ask<QrData>('/api/qr', { body: { text: link }, bearer: token }).then((answer) => answer.ok && setQr(answer.body));
  };
  return (
    <div class="stack">
      <p>{m('more.deviceHint')}</p>
      {!shown && <Button look="primary" size="large" wide onPress={reveal}>{m('more.showLink')}</Button>}
      {shown && qr && <div class="qr-box"><Qr qr={qr} label={m('more.device')} /></div>}
      {shown && (
        <Button look="outline" wide onPress={() => void copy(link).then((done) => setCopied(done ? 'yes' : 'byHand'))}>
          {copied === 'yes' ? t('do.copied') : t('do.copy')}
        </Button>
      )}
      {copied === 'byHand' && (
        <label class="field">
          <span>{m('more.linkSelect')}</span>
          <input class="input" readOnly value={link} onFocus={(event) => event.currentTarget.select()} />
        </label>
      )}
      {inApp && <a class="button plain wide" href={`intent://${location.host}/m/${room.id}#t=${token}#Intent;scheme=${location.protocol.replace(':', '')};package=com.android.chrome;end`}>{m('more.chrome')}</a>}
    </div>
  );
}

function Help(): VNode {
  return (
    <div class="stack">
      <ul class="help stack">
      <li><Icon name="hand" /><p>{m('more.help1')}</p></li>
      <li><Icon name="pencil" /><p>{m('more.help2')}</p></li>
      <li><Icon name="clock" /><p>{m('more.help3')}</p></li>
      <li><Icon name="people" /><p>{m('more.help4')}</p></li>
    </ul>
    <a class="button outline wide" href={`/help/member?lang=${htmlLanguage()}`} target="_blank" rel="noopener">{m('more.helpAll')}</a>
    </div>
  );
}
