// Nobody speaks and nobody has written: the hall is asked to, and told how.
import type { VNode } from 'preact';
import { Qr } from '../../shared/ui/Qr';
import type { Invitation } from '../invitation';
import { w } from '../words';

export function Invite({ invitation }: { invitation: Invitation | null }): VNode {
  return (
    <div class="invite">
      <div>
        <h1>{w('wall.inviteHands')}</h1>
        <p class="read quiet">{w('wall.inviteComments')}</p>
        {invitation && <p class="read strong">{w('wall.join', { address: invitation.address, code: invitation.code })}</p>}
      </div>
      {invitation && <Qr qr={invitation.qr} label={w('qr.label')} />}
    </div>
  );
}
