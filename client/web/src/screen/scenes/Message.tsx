// S9: one sentence for the hall; also what stands there while the meeting pauses.
import type { VNode } from 'preact';

export function Message({ text, hint }: { text: string; hint?: string }): VNode {
  return (
    <div class="message">
      <h1 data-long={text.length > 90 ? 'yes' : 'no'}>{text}</h1>
      {hint && <p class="read quiet">{hint}</p>}
    </div>
  );
}
