// What the hall sees, live and small, and the switches for it. Blank, QR and the shutter are always one tap.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { ask } from '../shared/http';
import type { Meeting, Scene } from '../shared/protocol.gen';
import { announce } from '../shared/announce';
import { stored } from '../shared/stored';
import { Button } from '../shared/ui/Button';
import { Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { Ahead, back, lineUp, liningUp } from './Ahead';
import { offer } from './undo';
import { d } from './words';
import { h } from './words.ahead';

const SCENES = ['lobby', 'speaker', 'wall', 'agenda', 'attendance', 'blank'] as const;

/** The miniature is a projector of its own, with a link of its own that this device keeps. */
function useScreenLink(room: string, token: string): string | null {
  const link = useSignal<string | null>(stored.get(`mini:${room}`));
  useEffect(() => {
    if (link.value) return;
    void ask<{ token: string }>(`/api/rooms/${room}/screens`, { method: 'POST', bearer: token }).then((answer) => {
      if (!answer.ok) return;
      link.value = `/screen/${room}?mini=1#t=${answer.body.token}`;
      stored.set(`mini:${room}`, link.value);
    });
  }, [room]);
  return link.value;
}

export function Projector({ meeting }: { meeting: Meeting }): VNode {
  const live = useLive();
  const link = useScreenLink(live.room.id, live.token);
  const sheet = useSignal<'message' | 'pair' | null>(null);
  const screen = live.room.screen.value;
  const now: Scene = screen?.scene ?? 'auto';
  const show = async (scene: Scene, text?: string): Promise<void> => {
    // Blank and the code are always at once.
    if (liningUp.value && scene !== 'blank' && scene !== 'lobby') return lineUp(live, { scene, ...(text ? { text } : {}) });
    const before = screen;
    const outcome = await live.perform({ type: 'screen.show', scene, ...(text ? { text } : {}) });
    if (outcome.kind === 'done' && before) {
      offer(d('next.undoScene'), back(before));
    }
  };
  const shut = screen?.shutter ?? false;
  // What waits is in reach right under the picture; an empty line makes room.
  const waiting = live.room.of('prepared').ids.value.length > 0;
  return (
    <div class="projector">
      <div class="desk-head">
        <h2>{d('screen.title')}</h2>
        {now !== 'auto' && <span class="tag brand">{d('screen.pinned')}</span>}
      </div>
      <div class="mini">
        {link && <iframe src={link} title={d('screen.mini')} tabIndex={-1} scrolling="no" />}
      </div>
      {waiting && <Ahead />}
      <div class="scenes" role="group" aria-label={d('screen.title')}>
        <button type="button" class="chip" aria-pressed={now === 'auto'} title={d('screen.autoHint')} onClick={() => void show('auto')}>{d('screen.auto')}</button>
        {SCENES.map((scene) => (
          <button key={scene} type="button" class="chip" aria-pressed={now === scene} onClick={() => void show(scene)}>{d(`screen.${scene}`)}</button>
        ))}
        {meeting.current_round && (
          <button type="button" class="chip" aria-pressed={now === 'round'} onClick={() => void show('round')}>{d('screen.round')}</button>
        )}
        <button type="button" class="chip" aria-pressed={now === 'message'} onClick={() => (sheet.value = 'message')}>{d('screen.message')}</button>
      </div>
      <div class="scenes wide-scenes">
        <span data-key="shutter" title={d('screen.shutterHint')}>
          <Button look={shut ? 'danger' : 'plain'} wide icon="eyeOff" pressed={shut} onPress={() => void live.perform({ type: 'screen.shutter', on: !shut })}>
            {shut ? d('screen.shutterOff') : d('screen.shutterOn')}
          </Button>
        </span>
        <Button look="plain" wide icon="desk" onPress={() => (sheet.value = 'pair')}>{d('screen.pair')}</Button>
      </div>
      {!waiting && <Ahead />}
      {sheet.value === 'message' && (
        <Message
          text={screen?.scene === 'message' ? (screen.text ?? '') : ''}
          onClose={() => (sheet.value = null)}
          onLater={(text) => {
            sheet.value = null;
            void lineUp(live, { scene: 'message', text });
          }}
          onShow={(text) => {
            sheet.value = null;
            void show('message', text);
          }}
        />
      )}
      {sheet.value === 'pair' && <Pair meeting={meeting} link={link} onClose={() => (sheet.value = null)} />}
    </div>
  );
}

function Message({ text: given, onShow, onLater, onClose }: { text: string; onShow: (text: string) => void; onLater: (text: string) => void; onClose: () => void }): VNode {
  const text = useSignal(given);
  return (
    <Sheet title={d('screen.message')} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.value.trim()) onShow(text.value.trim());
        }}
      >
        <label class="field">
          <span>{d('screen.messageLabel')}</span>
          <input class="input" data-first maxLength={200} placeholder={d('screen.messagePlace')} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} />
        </label>
        <Button look="primary" type="submit" wide>{d('screen.messageDo')}</Button>
        <Button look="plain" wide icon="clock" disabled={!text.value.trim()} onPress={() => onLater(text.value.trim())}>{h('later')}</Button>
      </form>
    </Sheet>
  );
}

function Pair({ link, onClose }: { meeting: Meeting; link: string | null; onClose: () => void }): VNode {
  const live = useLive();
  const letters = useSignal('');
  const address = useSignal(location.host);
  useEffect(() => {
    void ask<{ address: string }>(`/api/rooms/${live.room.id}/invitation`, { bearer: live.token }).then((answer) => {
      if (answer.ok) address.value = answer.body.address;
    });
  }, []);
  const pair = async (event: Event): Promise<void> => {
    event.preventDefault();
    const typed = letters.value.replace(/\s/g, '').toUpperCase();
    if (typed.length !== 6) return;
    const outcome = await live.perform({ type: 'screen.pair', letters: typed });
    if (outcome.kind !== 'done') return;
    announce(d('screen.paired'));
    onClose();
  };
  return (
    <Sheet title={d('screen.pair')} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void pair(event)}>
        <p>{d('screen.pairHint', { address: address.value })}</p>
        <label class="field">
          <span>{d('screen.pairLabel')}</span>
          <input class="input code-input" data-first maxLength={8} autocomplete="off" autocapitalize="characters" spellcheck={false} value={letters.value} onInput={(event) => (letters.value = event.currentTarget.value)} />
        </label>
        <Button look="primary" type="submit" wide>{d('screen.pairDo')}</Button>
        {link && <a class="button plain wide" href={link.replace('?mini=1', '')} target="_blank" rel="noopener">{d('screen.open')}</a>}
      </form>
    </Sheet>
  );
}
