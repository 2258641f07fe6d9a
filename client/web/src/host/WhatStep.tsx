// Step 1: title, place, time, kind of meeting, language.
import type { VNode } from 'preact';
import type { Draft } from './draft';
import { h } from './words';
import { t } from '../shared/words';

const PROFILES = ['neutral', 'party-cell', 'school', 'residents', 'assembly'] as const;

export function WhatStep({ draft, onChange }: { draft: Draft; onChange: (part: Partial<Draft>) => void }): VNode {
  return (
    <div class="stack form">
      <label class="field">
        <span>{h('what.title')}</span>
        <input class="input" name="title" maxLength={200} value={draft.title} placeholder={h('what.titlePlace')} onInput={(event) => onChange({ title: event.currentTarget.value })} />
      </label>
      <div class="two">
        <label class="field">
          <span>{h('what.place')}</span>
          <input class="input" name="place" maxLength={200} value={draft.place} onInput={(event) => onChange({ place: event.currentTarget.value })} />
        </label>
        <label class="field">
          <span>{h('what.starts')}</span>
          <input class="input" name="starts" type="datetime-local" value={draft.starts} aria-describedby="starts-hint" onInput={(event) => onChange({ starts: event.currentTarget.value })} />
        </label>
      </div>
      <p id="starts-hint" class="quiet small">{h('what.startsHint')}</p>
      <fieldset class="plain-set">
        <legend>{h('what.profile')}</legend>
        <div class="chips">
          {PROFILES.map((name) => (
            <button key={name} type="button" class="chip" aria-pressed={draft.profile === name} onClick={() => onChange({ profile: name })}>
              {h(`profile.${name}`)}
            </button>
          ))}
        </div>
        <p class="quiet small">{h('what.profileHint')}</p>
      </fieldset>
      <fieldset class="plain-set">
        <legend>{h('what.language')}</legend>
        <div class="chips">
          {(['vi', 'en'] as const).map((each) => (
            <button key={each} type="button" class="chip" lang={each} aria-pressed={draft.locale === each} onClick={() => onChange({ locale: each })}>
              {t(`language.${each}`)}
            </button>
          ))}
        </div>
      </fieldset>
      <label class="field">
        <span>{h('what.purpose')}</span>
        <input class="input" name="purpose" maxLength={500} value={draft.purpose} placeholder={h('what.purposePlace')} onInput={(event) => onChange({ purpose: event.currentTarget.value })} />
      </label>
      <fieldset class="plain-set">
        <legend>{h('what.wifi')}</legend>
        <div class="two">
          <label class="field">
            <span>{h('what.ssid')}</span>
            <input class="input" name="ssid" maxLength={32} autocomplete="off" value={draft.ssid} onInput={(event) => onChange({ ssid: event.currentTarget.value })} />
          </label>
          <label class="field">
            <span>{h('what.password')}</span>
            <input class="input" name="wifi-password" maxLength={63} autocomplete="off" value={draft.password} onInput={(event) => onChange({ password: event.currentTarget.value })} />
          </label>
        </div>
        <p class="quiet small">{h('what.wifiHint')}</p>
      </fieldset>
    </div>
  );
}
