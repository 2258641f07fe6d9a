// How wide letters really are on this machine: the browser's own measure, taken again when the font has come.
import { signal, type ReadonlySignal } from '@preact/signals';
import { guess, type Measure } from './fit';

const EM = 100;

function byCanvas(): Measure | null {
  const pen = document.createElement('canvas').getContext('2d');
  if (!pen) return null;
  pen.font = `400 ${EM}px "Noto Sans Variable"`;
  const known = new Map<string, number>();
  return (text) => {
    let wide = known.get(text);
    if (wide === undefined) known.set(text, (wide = pen.measureText(text).width / EM));
    return wide;
  };
}

const measure = signal<Measure>(guess(0.56));

void document.fonts.load(`400 ${EM}px "Noto Sans Variable"`, 'a\u1ebf\u1ee3').then(() => {
  measure.value = byCanvas() ?? measure.value;
});

export const useMeasure = (): ReadonlySignal<Measure> => measure;
