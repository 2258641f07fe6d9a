// What is open on this phone, where several places open it.
import { signal } from '@preact/signals';

export const openDocument = signal<string | null>(null);
/** The comment of which it is asked who reacted. */
export const openReactors = signal<string | null>(null);
/** The thread that is unfolded because somebody was led to it. */
export const unfolded = signal<string | null>(null);
