// How people come in: address, code and QR, asked from the server and asked again until it answers.
import { useEffect, useState } from 'preact/hooks';
import { ask } from '../shared/http';
import type { Live } from '../shared/live';
import type { QrData } from '../shared/ui/Qr';

export interface Invitation {
  url: string;
  address: string;
  code: string;
  qr: QrData;
  wifi: { ssid: string; password: string; security: string; qr: QrData } | null;
}

const AGAIN_MS = 5000;
const AFRESH_MS = 60_000;

export function useInvitation(live: Live): Invitation | null {
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const wifi = JSON.stringify(live.room.meeting.value?.settings.wifi ?? null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (): Promise<void> => {
      const answer = await ask<Invitation>(`/api/rooms/${live.room.id}/invitation`, { bearer: live.token });
      if (answer.ok) setInvitation(answer.body);
      timer = setTimeout(() => void look(), answer.ok ? AFRESH_MS : AGAIN_MS);
    };
    void look();
    return () => clearTimeout(timer);
  }, [live, wifi]);
  return invitation;
}
