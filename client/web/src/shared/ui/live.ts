// Hands the open room to the components under it.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Live } from '../live';

export const LiveContext = createContext<Live | null>(null);

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error('a component that shows a room stands outside one');
  return live;
}
