// "More": another person uses this phone, too. They come in by the code on the screen, or by their own link.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Member } from '../shared/protocol.gen';
import { dropPerson, keepPerson, people } from '../shared/sharing';
import { Button } from '../shared/ui/Button';
import { useLive } from '../shared/ui/live';
import { f } from '../shared/words.floor';

export function ShareForm({ self }: { self: Member }): VNode {
  const { room, token } = useLive();
  const [code, setCode] = useState('');
  const [all, setAll] = useState(people(room.id));
  const typed = code.trim().toUpperCase();
  return (
    <div class="stack">
      <p>{f('share.hint')}</p>
      {all.filter((each) => each.member !== self.id).map((each) => (
        <div key={each.member} class="chosen">
          <p class="strong">{each.name}</p>
          <Button
            look="plain"
            wide
            onPress={() => {
              dropPerson(room.id, each.member);
              setAll(people(room.id));
              if (people(room.id).length < 2) location.reload();
            }}
          >
            {f('share.remove', { name: each.name })}
          </Button>
        </div>
      ))}
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.length < 4) return;
          keepPerson(room.id, { token, member: self.id, name: self.name });
          location.assign(`/j/${encodeURIComponent(typed)}`);
        }}
      >
        <label class="field">
          <span>{f('share.code')}</span>
          <input class="input code-input" value={code} maxLength={8} autocomplete="off" autocapitalize="characters" spellcheck={false} onInput={(event) => setCode(event.currentTarget.value)} />
        </label>
        <Button type="submit" look="primary" size="large" wide disabled={typed.length < 4}>{f('share.codeDo')}</Button>
        <p class="quiet">{f('share.link')}</p>
      </form>
    </div>
  );
}
