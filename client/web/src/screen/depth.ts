// How much larger text is in a deep hall.
import { useLive } from '../shared/ui/live';

export function useDepth(): number {
  return useLive().room.meeting.value?.settings.hall_depth === 'deep' ? 1.33 : 1;
}
