// Pictures as inline SVG: no icon font to load, no emoji that a projector's laptop cannot draw. Always beside a word or a label.
import type { VNode } from 'preact';

const PATHS = {
  mic: 'M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v4',
  comment: 'M4 5h16v11H10l-4 4v-4H4z',
  pencil: 'M4 20l1-5L16 4l4 4L9 19zM14 6l4 4',
  check: 'M4 13l5 5L20 7',
  list: 'M9 6h11M9 12h11M9 18h11M4 6h.01M4 12h.01M4 18h.01',
  menu: 'M4 6h16M4 12h16M4 18h16',
  agenda: 'M6 3h12v18H6zM9 8h6M9 12h6M9 16h4',
  thumb: 'M7 11v9H4v-9zM7 11l4-8c1.600 0 2.500 1.200 2.200 2.800L12.500 9H19c1.300 0 2 1 1.800 2.200l-1.300 7c-.2 1.100-1 1.800-2.100 1.800H7',
  reply: 'M9 6L4 11l5 5M4 11h10c4 0 6 2.500 6 7',
  down: 'M12 5v14M6 13l6 6 6-6',
  up: 'M12 19V5M6 11l6-6 6 6',
  top: 'M5 4h14M12 20V9M6 14l6-6 6 6',
  chevron: 'M6 15l6-6 6 6',
  forward: 'M9 6l6 6-6 6',
  clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4l3 2',
  alert: 'M12 4L2.500 20h19zM12 10v4M12 17h.01',
  minus: 'M5 12h14',
  plus: 'M12 5v14M5 12h14',
  close: 'M6 6l12 12M18 6L6 18',
  offline: 'M3 3l18 18M5 12a10 10 0 0 1 4-2.400M2 9a15 15 0 0 1 4.500-2.800M8.500 15.500a5 5 0 0 1 7 0M12 19h.01M14 9.500a10 10 0 0 1 5 2.500M11 5a15 15 0 0 1 11 4',
  hand: 'M8 12V6.500a1.500 1.500 0 0 1 3 0V11M11 11V4.500a1.500 1.500 0 0 1 3 0V11M14 11V6a1.500 1.500 0 0 1 3 0v7.500c0 4.500-2.500 7.500-6 7.500-3 0-4.500-1.500-6-4.500l-1.500-3c-.8-1.700 1.300-2.800 2.300-1.300L8 15',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5',
  pin: 'M9 3h6l-1 6 4 4H6l4-4zM12 13v8',
  lock: 'M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3',
  people: 'M9 5a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7zM2.500 20c0-3.500 3-5.500 6.500-5.500s6.500 2 6.500 5.500M16 5.500a3.200 3.200 0 0 1 0 6M18 15c2.300.7 3.500 2.600 3.500 5',
  desk: 'M3 4h18v12H3zM8 20h8M12 16v4',
  pause: 'M9 5v14M15 5v14',
  play: 'M7 4l13 8-13 8z',
  globe: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18',
  bell: 'M6 17V11a6 6 0 0 1 12 0v6l2 1H4zM10 21h4',
  eyeOff: 'M3 3l18 18M10 6c6-1.500 10 3 11.500 6a15 15 0 0 1-2.500 3.500M6 8a15 15 0 0 0-3.500 4c2 4 7 8 12.500 5.500M10 10.500a2.500 2.500 0 0 0 3.500 3.500',
  half: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 4v16',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, label }: { name: IconName; label?: string }): VNode {
  return (
    <svg class="icon" viewBox="0 0 24 24" focusable="false" {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': 'true' })}>
      <path d={PATHS[name]} />
    </svg>
  );
}
