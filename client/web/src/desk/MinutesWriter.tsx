// The secretary's view: on the left what happened and when, on the right the words for the chosen line.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { timeOfDay } from '../shared/clock';
import { Button } from '../shared/ui/Button';
import { useLive } from '../shared/ui/live';
import { SectionKeeper } from './section-keeper';
import { unwritten, withOffer, type Entry } from './sections';
import { m } from './words.minutes';

const LONGEST = 20_000;

export function MinutesWriter({ entries, locked }: { entries: readonly Entry[]; locked: boolean }): VNode {
  const live = useLive();
  const chosen = useSignal('head');
  const area = useRef<HTMLTextAreaElement>(null);
  const keeper = useMemo(() => new SectionKeeper(live), [live]);
  useEffect(() => () => keeper.stop(), [keeper]);
  const entry = entries.find((each) => each.key === chosen.value) ?? entries[0];
  if (!entry) return <p class="quiet">{m('loading')}</p>;
  const text = keeper.text(entry.section);
  const missing = unwritten(entries, (section) => keeper.text(section));
  const fixed = locked && entry.section !== 'closing';
  const go = (to: Entry | undefined): void => {
    if (!to) return;
    chosen.value = to.key;
    document.getElementById(`line-${to.key}`)?.scrollIntoView({ block: 'nearest' });
    requestAnimationFrame(() => area.current?.focus());
  };
  const next = (): void => go(entries[entries.findIndex((each) => each.key === entry.key) + 1]);
  const put = (offer: { who: string; text: string }): void => keeper.change(entry.section, withOffer(text, offer, entry.kind !== 'slot').slice(0, LONGEST));
  return (
    <div class="minutes-desk">
      <nav class="minutes-line" aria-label={m('timeline')}>
        {missing.length > 0 && <Button look="outline" wide onPress={() => go(missing[0])}>{m('missing', { n: missing.length })}</Button>}
        <ol tabIndex={0} aria-label={m('timeline')}>
          {entries.map((each) => (
            <li key={each.key}>
              <button type="button" id={`line-${each.key}`} data-kind={each.kind} aria-current={each.key === entry.key ? 'true' : undefined} onClick={() => go(each)}>
                <span class="quiet">{each.at === null ? '' : timeOfDay(each.at)}</span>
                <span>{titleOf(each)}</span>
                <span class="small quiet">{keeper.text(each.section).trim() || each.note ? m('some') : missing.includes(each) ? m('none') : ''}</span>
              </button>
            </li>
          ))}
        </ol>
      </nav>
      <section class="stack tight minutes-words" aria-label={titleOf(entry)}>
        {entry.note && <p class="quiet">{m('noted', { text: entry.note })}</p>}
        {fixed && <p class="quiet">{m('locked')}</p>}
        <label class="field">
          <span class="strong">{titleOf(entry)}</span>
          <textarea
            ref={area} class="input" rows={9} maxLength={LONGEST} readOnly={fixed} value={text} placeholder={m('hint')}
            onInput={(event) => keeper.change(entry.section, event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && event.ctrlKey) {
                event.preventDefault();
                next();
              }
            }}
          />
        </label>
        <p class="small quiet" role="status">{m(where(keeper, live.line.value.line))}</p>
        <Button look="outline" onPress={next}>{m('next')}</Button>
        {!fixed && entry.offers.length > 0 && (
          <details>
            <summary>{m(entry.kind === 'slot' ? 'insertRead' : 'insertSaid', { n: entry.offers.length })}</summary>
            {entry.offers.map((offer, place) => (
              <div key={place} class="minutes-offer">
                <p><strong>{offer.who}</strong>: {offer.text}</p>
                <Button look="outline" label={`${m('insert')}: ${offer.who}`} onPress={() => put(offer)}>{m('insert')}</Button>
              </div>
            ))}
          </details>
        )}
      </section>
    </div>
  );
}

function where(keeper: SectionKeeper, line: string): 'saved' | 'away' | 'soon' | 'notTaken' {
  if (keeper.refused.value) return 'notTaken';
  if (Object.keys(keeper.unsent.value).length === 0) return 'saved';
  return line === 'live' ? 'soon' : 'away';
}

/** What a line is called. */
export function titleOf(entry: Entry): string {
  switch (entry.kind) {
    case 'head':
      return m('head');
    case 'closing':
      return m('closing');
    case 'turn':
      return m('speaks', { name: entry.title });
    case 'slot':
      return m('subject', { name: entry.title });
    case 'poll':
      return m('vote', { question: entry.title });
    case 'conclusion':
      return m('conclusion', { text: entry.title });
    default:
      return m('item', { n: entry.number ?? '', title: entry.title });
  }
}
