// Cards to print: one person each, with a QR that brings exactly that person in.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Button } from '../shared/ui/Button';
import { Qr, type QrData } from '../shared/ui/Qr';
import type { HostApi, PersonLink } from './api';
import { h } from './words';

interface CardsProps {
  api: HostApi;
  links: PersonLink[];
  address: string;
  code: string;
  title: string;
  onBack: () => void;
}

export function Cards({ api, links, address, code, title, onBack }: CardsProps): VNode {
  const [drawn, setDrawn] = useState<Record<string, QrData>>({});
  useEffect(() => {
    let on = true;
    const draw = async (): Promise<void> => {
      for (const person of links) {
        if (!on) return;
        const answer = await api.qr(person.link);
        if (answer.ok) setDrawn((old) => ({ ...old, [person.id]: answer.body }));
      }
    };
    void draw();
    return () => {
      on = false;
    };
  }, [links]);
  const ready = Object.keys(drawn).length === links.length;
  return (
    <main class="cards-page">
      <div class="host-bar no-print">
        <Button look="plain" onPress={onBack}>{h('step.back')}</Button>
        <p class="quiet">{h('ready.cardsHint')}</p>
        <Button look="primary" disabled={!ready} onPress={() => window.print()}>{h('ready.print')}</Button>
      </div>
      <ul class="cards">
        {links.map((person) => {
          const qr = drawn[person.id];
          return (
            <li key={person.id} class="card">
              <p class="card-title">{title}</p>
              <p class="card-name">{person.name}</p>
              {qr ? <Qr qr={qr} label={person.name} /> : <div class="qr-wait" />}
              <p class="card-how">{h('ready.card', { address: address.replace(/^https?:\/\//, ''), code })}</p>
            </li>
          );
        })}
      </ul>
    </main>
  );
}
