// Stands in for the generated types until they exist; the names are those of the protocol package.
export type Class = 'desk' | 'hall' | 'screen';
export type Office = 'chair' | 'deputy' | 'secretary' | 'teller' | 'member' | 'guest' | 'observer';
export type Locale = 'vi' | 'en';
export type MeetingStatus = 'draft' | 'open' | 'paused' | 'closed';
export type AttendanceStatus = 'expected' | 'present' | 'late' | 'left' | 'absent' | 'excused' | 'exempt';
export type ItemStatus = 'todo' | 'current' | 'done' | 'skipped';
export type Intent = 'privilege' | 'order' | 'question' | 'correction' | 'reply' | 'motion' | 'debate' | 'speak' | 'supplement';
export type QueueState = 'open' | 'list_closed' | 'debate_closed';
export type TurnStatus = 'called' | 'speaking' | 'paused' | 'done' | 'declined';
export type Scene =
  | 'auto' | 'lobby' | 'speaker' | 'wall' | 'comment' | 'statement' | 'round' | 'poll' | 'document' | 'agenda'
  | 'attendance' | 'topics' | 'conclusion' | 'commitments' | 'message' | 'blank';
export interface Entity { id: string; at: number; born: number }
export interface Settings {
  join: 'link' | 'request' | 'names' | 'code'; pin: string | null; purpose: string | null; check_in_opens_ms: number;
  present_only: boolean; queue_names_shown: boolean; moderation: 'off' | 'before_screen' | 'before_all';
  comment_kinds: string[]; intents: Intent[]; statement_form: string[]; anonymous: boolean; comment_max: number;
  slow_mode_ms: number; limit_ms: number | null; second_limit_ms: number | null; warn_ms: number;
  quorum: { basis: string; share: string; chair_required: boolean } | null; chair_lease_ms: number; roster_shown: number;
  wifi: { ssid: string; password: string; security: string } | null; hall_depth: 'normal' | 'deep'; show_seconds: boolean;
  afterwards_ms: number; retention_days: number | null;
}
export interface Meeting extends Entity {
  title: string; place: string | null; status: MeetingStatus; starts_at: number | null; opened_at: number | null;
  closed_at: number | null; profile: string; locale: Locale; locked: boolean; presiding: string | null;
  current_item: string | null; current_turn: string | null; current_round: string | null; current_poll: string | null;
  quorum: { basis: string; needed: number; reached: boolean; overridden: boolean } | null; settings: Settings;
}
export interface Member extends Entity {
  name: string; short_name: string; sort_key: string; office: Office; kind: string | null; votes: boolean; title: string | null;
  unit: string | null; group: string | null; seat: string | null; card: string | null; locale: Locale | null; address: string | null;
  muted: boolean; attendance: { status: AttendanceStatus; mode: 'hall' | 'remote' | null; since: number | null; reason: string | null; by_desk: boolean };
  turns: number; spoken_ms: number;
}
export interface AgendaItem extends Entity {
  title: string; kind: string; position: number; parent: string | null; planned_ms: number | null; spent_ms: number;
  presenter: string | null; notes: string | null; status: ItemStatus; started_at: number | null; ended_at: number | null;
}
export interface Queue extends Entity {
  state: QueueState; discipline: string[]; limit_ms: number | null; second_limit_ms: number | null; max_turns: number | null;
}
export interface Hand extends Entity {
  member: string; name: string; queue: string; intent: Intent; tier: number; note: string | null; replies_to: string | null;
  rank: number; first_time: boolean; by_desk: boolean; pinned: boolean; ahead: number | null;
}
export interface Turn extends Entity {
  member: string; name: string; reader: string | null; hand: string | null; queue: string; item: string | null; slot: string | null;
  intent: Intent; kind: string | null; notes: string | null; status: TurnStatus; limit_ms: number | null; warn_ms: number;
  started_at: number | null; paused_at: number | null; paused_ms: number; ended_at: number | null; spoken_ms: number;
  interrupted: string | null; interrupts: boolean; by_desk: boolean;
}
export interface Reminder extends Entity { turn: string; member: string; kind: 'time' | 'topic'; text: string | null; public: boolean }
export interface Comment extends Entity {
  author: string | null; name: string | null; on: string | null; subject: string | null; reply_to: string | null; quotes: string | null;
  kind: string | null; paragraph: number | null; body: string | null; scope: 'all' | 'desk' | 'subject'; hold: 'screen' | 'all' | null;
  status: 'pending' | 'shown' | 'hidden' | 'retracted'; pinned: boolean; edited_at: number | null;
  reactions: { agree: number; thanks: number; question: number }; topics: string[]; outcome: string | null; conclusion: string | null;
  replies: number; afterwards: boolean; by_desk: boolean;
}
export interface Reacted extends Entity { kinds: string[] }
export interface Screen extends Entity { scene: Scene; ref: string | null; text: string | null; pinned: boolean; shutter: boolean }
export interface JoinRequest extends Entity { name: string; claims: string | null }
export type Patch = Record<string, Record<string, Entity | null>>;
export interface Me { member: string | null; office: Office | null; class: Class }
export type Sync = {
  room: string; me: Me; seq: number; head: string; now: number; reset: 'fork' | 'class' | 'too_long' | null;
} & ({ mode: 'view'; view: Record<string, Record<string, Entity>> } | { mode: 'patch'; patch: Patch });
export interface Update { from: number; to: number; head: string; now: number; patch: Patch }
export interface Presence { count?: number; online?: string[]; present: number }
export interface Typing { on: string | null; members: string[] }
export interface Bye { code: string; retry: boolean; after_ms: number }
export type RefusalCode =
  | 'unauthenticated' | 'forbidden' | 'not_found' | 'invalid' | 'too_large' | 'rate_limited' | 'stale' | 'closed' | 'locked' | 'already'
  | 'not_present' | 'not_eligible' | 'limit' | 'round_open' | 'no_quorum' | 'unavailable' | 'internal';
export interface Refusal { code: RefusalCode; message: string; field?: string; max?: number; retry_ms?: number }
export type Command = { id: string; type: string; for?: string };
