// P1, joining by code: who are you? Names are found without marks; a name in use, or one not on the list, asks the desk and waits.
// Purpose, retention and "no classified content" stand here, before anything is typed.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { timeOfDay } from '../shared/clock';
import { ask } from '../shared/http';
import { find, nfc } from '../shared/names';
import { unlock } from '../shared/sound';
import { Button } from '../shared/ui/Button';
import { Icon } from '../shared/ui/Icon';
import { LanguageSwitch } from '../shared/ui/LanguageSwitch';
import { setRoomWords, t } from '../shared/words';
import { Waiting } from './Waiting';
import { j } from './words.join';

export interface Listed {
  member: string;
  name: string;
  unit: string | null;
  title: string | null;
  in_use: boolean;
  guarded: boolean;
}

export interface Invitation {
  room: string;
  code: string;
  title: string;
  place: string | null;
  starts_at: number | null;
  status: 'draft' | 'open' | 'paused' | 'closed';
  locale: 'vi' | 'en';
  profile: string;
  locked: boolean;
  join: 'link' | 'request' | 'names' | 'code';
  pin: boolean;
  purpose: string | null;
  retention_days: number | null;
  names: Listed[] | null;
}

interface Seated {
  token: string;
  room: string;
  member: string;
}

type Problem = 'offline' | 'not_found' | 'rate_limited' | null;
type OnSeat = (room: string, token: string, member: string) => void;

const RETRY_MS = 2000;

export function Join({ code, onSeat }: { code: string; onSeat: OnSeat }): VNode {
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const [problem, setProblem] = useState<Problem>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (): Promise<void> => {
      const answer = await ask<Invitation>(`/api/join/${encodeURIComponent(code)}`);
      if (answer.ok) {
        setRoomWords(answer.body.locale, answer.body.profile, null);
        setInvitation(answer.body);
        setProblem(null);
        return;
      }
      setProblem(answer.code === 'not_found' || answer.code === 'invalid' ? 'not_found' : answer.code === 'rate_limited' ? 'rate_limited' : 'offline');
      if (answer.code !== 'not_found' && answer.code !== 'invalid') timer = setTimeout(() => void look(), answer.code === 'rate_limited' ? (answer.retry_ms ?? 60_000) : RETRY_MS);
    };
    void look();
    return () => clearTimeout(timer);
  }, [code]);

  if (problem) return <Trouble problem={problem} code={code} />;
  if (!invitation) return <main class="page" aria-busy="true"><p class="quiet">{t('line.connecting')}</p></main>;
  return <Door invitation={invitation} onSeat={onSeat} />;
}

function Trouble({ problem, code }: { problem: Exclude<Problem, null>; code: string }): VNode {
  const [title, hint] =
    problem === 'not_found' ? [j('join.notFound', { code }), j('code.hint')]
    : problem === 'rate_limited' ? [j('join.tooMany'), '']
    : [t('join.noWifi'), t('join.noWifiHint')];
  return (
    <main class="page gone">
      <Icon name={problem === 'offline' ? 'offline' : 'alert'} />
      <h1>{title}</h1>
      <p class="quiet">{hint}</p>
      <a class="button wide large" href="/">{j('join.otherCode')}</a>
    </main>
  );
}

function Door({ invitation, onSeat }: { invitation: Invitation; onSeat: OnSeat }): VNode {
  const [ticket, setTicket] = useState<{ ticket: string; name: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');

  const enter = async (who: { member: string; pin?: string } | { name: string }, name: string): Promise<void> => {
    unlock();
    setBusy(true);
    setProblem('');
    const answer = await ask<Seated | { ticket: string }>('/api/join', { body: { code: invitation.code, ...who } });
    setBusy(false);
    if (answer.ok) {
      if ('ticket' in answer.body) setTicket({ ticket: answer.body.ticket, name });
      else onSeat(answer.body.room, answer.body.token, answer.body.member);
      return;
    }
    setProblem(joinProblem(answer.code, 'pin' in who));
  };

  if (ticket)
    return (
      <Waiting
        ticket={ticket.ticket}
        name={ticket.name}
        onSeat={onSeat}
        onRefused={() => {
          setTicket(null);
          setProblem(j('join.refused'));
        }}
      />
    );
  return (
    <main class="page join">
      <header class="stack tight">
        <h1>{invitation.title}</h1>
        <Details invitation={invitation} />
      </header>
      {problem && <p class="problem" role="alert">{problem}</p>}
      {invitation.status === 'closed' ? <p class="strong">{j('join.closed')}</p>
      : invitation.join === 'link' ? <LinkOnly />
      : invitation.join === 'names' && invitation.names ? <Names invitation={invitation} names={invitation.names} busy={busy} onEnter={enter} />
      : <OwnName asks={invitation.join === 'request' || invitation.locked} busy={busy} onEnter={(name) => enter({ name }, name)} />}
      <Promises invitation={invitation} />
      <LanguageSwitch />
    </main>
  );
}

function joinProblem(code: string, withPin: boolean): string {
  switch (code) {
    case 'offline':
      return t('join.noWifi');
    case 'locked':
      return `${t('join.locked')} ${t('join.lockedHint')}`;
    case 'rate_limited':
      return j('join.tooMany');
    case 'forbidden':
      return withPin ? j('join.pinWrong') : j('join.guardedNoPin');
    case 'closed':
      return j('join.closed');
    default:
      return t('refusal.internal');
  }
}

function Details({ invitation }: { invitation: Invitation }): VNode {
  const parts = [invitation.starts_at === null ? '' : timeOfDay(invitation.starts_at), invitation.place ?? ''].filter(Boolean);
  return (
    <>
      {parts.length > 0 && <p class="quiet">{parts.join(' · ')}</p>}
      {invitation.locked && <p class="problem"><Icon name="lock" /> {t('join.locked')}</p>}
    </>
  );
}

function LinkOnly(): VNode {
  return (
    <section class="stack tight">
      <p class="strong">{j('join.linkOnly')}</p>
      <p class="quiet">{j('join.linkOnlyHint')}</p>
    </section>
  );
}

function Names({ invitation, names, busy, onEnter }: {
  invitation: Invitation;
  names: Listed[];
  busy: boolean;
  onEnter: (who: { member: string; pin?: string } | { name: string }, name: string) => Promise<void>;
}): VNode {
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<Listed | null>(null);
  const [pin, setPin] = useState('');
  const [stranger, setStranger] = useState(false);
  if (stranger)
    return (
      <>
        <OwnName asks busy={busy} first={query} onEnter={(name) => onEnter({ name }, name)} />
        <Button look="link" onPress={() => setStranger(false)}>{t('do.back')}</Button>
      </>
    );
  const found = find(query, names, (each) => each.name);
  const needsPin = chosen !== null && invitation.pin;
  const blocked = chosen !== null && chosen.guarded && !invitation.pin;
  if (chosen)
    return (
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!blocked) void onEnter({ member: chosen.member, ...(pin.trim() ? { pin: pin.trim() } : {}) }, chosen.name);
        }}
      >
        <div class="chosen">
          <p class="strong">{chosen.name}</p>
          <p class="quiet small">{[chosen.title, chosen.unit].filter(Boolean).join(' · ')}</p>
        </div>
        {chosen.in_use && !blocked && <p class="quiet">{j('join.claims')}</p>}
        {blocked && <p class="problem" role="alert">{j('join.guardedNoPin')}</p>}
        {needsPin && (
          <label class="field">
            <span>{j('join.pin')}</span>
            <input class="input code-input" value={pin} inputMode="numeric" autocomplete="one-time-code" maxLength={8} onInput={(event) => setPin(event.currentTarget.value)} aria-describedby="pin-hint" />
            <small id="pin-hint" class="quiet">{j('join.pinHint')}</small>
          </label>
        )}
        {!blocked && (
          <Button type="submit" look="primary" size="large" wide disabled={busy || (needsPin && chosen.guarded && pin.trim().length < 4)}>
            {chosen.in_use ? j('join.ask') : j('join.enter')}
          </Button>
        )}
        <Button look="plain" wide onPress={() => setChosen(null)}>{t('undo.do')}</Button>
      </form>
    );
  return (
    <section class="stack" aria-labelledby="who">
      <h2 id="who">{j('join.who')}</h2>
      <label class="field search">
        <span class="sr">{j('join.search')}</span>
        <Icon name="search" />
        <input class="input" type="search" value={query} placeholder={j('join.search')} autocomplete="off" spellcheck={false} onInput={(event) => setQuery(event.currentTarget.value)} />
      </label>
      <ul class="names" aria-label={j('join.names')}>
        {found.map((each) => (
          <li key={each.member}>
            <button type="button" onClick={() => setChosen(each)}>
              <span class="strong">{each.name}</span>
              <span class="quiet small">{[each.unit ?? each.title, each.in_use ? j('join.inUse') : each.guarded ? j('join.guarded') : ''].filter(Boolean).join(' · ')}</span>
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p class="quiet">{j('join.noMatch')}</p>}
      <Button look="plain" wide onPress={() => setStranger(true)}>{j('join.notListed')}</Button>
    </section>
  );
}

function OwnName({ asks, busy, first = '', onEnter }: { asks: boolean; busy: boolean; first?: string; onEnter: (name: string) => Promise<void> }): VNode {
  const [name, setName] = useState(first);
  const clean = nfc(name).replace(/\s+/g, ' ').trim();
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (clean) void onEnter(clean);
      }}
    >
      <label class="field">
        <span>{j('join.yourName')}</span>
        <input class="input" value={name} autocomplete="name" maxLength={100} onInput={(event) => setName(event.currentTarget.value)} />
      </label>
      {asks && <p class="quiet small">{j('join.askHint')}</p>}
      <Button type="submit" look="primary" size="large" wide disabled={busy || !clean}>{asks ? j('join.ask') : j('join.enter')}</Button>
    </form>
  );
}

function Promises({ invitation }: { invitation: Invitation }): VNode {
  return (
    <section class="promises small">
      {invitation.purpose && <p><span class="strong">{j('join.purpose')}:</span> {invitation.purpose}</p>}
      <p>{j('join.consent')}</p>
      <p>{invitation.retention_days === null ? j('join.retentionNone') : j('join.retention', { n: invitation.retention_days })}</p>
      <p class="strong">{t('join.noSecrets')}</p>
    </section>
  );
}
