// Written by `make generate` from the Python package giotay_protocol. Do not edit.


export type Class = 'desk' | 'hall' | 'screen';

export type Office = 'chair' | 'deputy' | 'secretary' | 'teller' | 'member' | 'guest' | 'observer';

export type Locale = 'vi' | 'en';

export type Join = 'link' | 'request' | 'names' | 'code';

export type Moderation = 'off' | 'before_screen' | 'before_all';

export type HallDepth = 'normal' | 'deep';

export type MeetingStatus = 'draft' | 'open' | 'paused' | 'closed';

export type Mode = 'hall' | 'remote';

export type AttendanceMark = 'present' | 'absent' | 'excused' | 'exempt' | 'left';

export type AttendanceStatus = 'expected' | 'present' | 'late' | 'left' | 'absent' | 'excused' | 'exempt';

export type ItemKind = 'information' | 'discussion' | 'round' | 'vote' | 'break';

export type ItemStatus = 'todo' | 'current' | 'done' | 'skipped';

export type Intent = 'privilege' | 'order' | 'question' | 'correction' | 'reply' | 'motion' | 'debate' | 'speak' | 'supplement';

export type QueueState = 'open' | 'list_closed' | 'debate_closed';

export type TurnStatus = 'called' | 'speaking' | 'paused' | 'done' | 'declined';

export type Discipline = 'tier' | 'first_time' | 'alternate' | 'least_time' | 'first_come' | 'rota' | 'chair';

export type Scope = 'all' | 'desk' | 'subject';

export type Hold = 'screen' | 'all';

export type CommentStatus = 'pending' | 'shown' | 'hidden' | 'retracted';

export type Reaction = 'agree' | 'thanks' | 'question';

export type Scene = 'auto' | 'lobby' | 'speaker' | 'wall' | 'comment' | 'statement' | 'round' | 'poll' | 'document' | 'agenda' | 'attendance' | 'topics' | 'conclusion' | 'commitments' | 'message' | 'blank';

export type QuorumBasis = 'members' | 'summoned' | 'eligible' | 'households';

export type RemindKind = 'time' | 'topic';

export type RoundOrder = 'given' | 'office' | 'name' | 'seat' | 'random';

export type RoundComments = 'after_each' | 'after_group' | 'at_end' | 'off';

export type RoundStatus = 'open' | 'done';

export type RoundStep = 'next' | 'comments' | 'reply' | 'conclusion' | 'finish';

export type SlotPhase = 'reading' | 'comments' | 'reply' | 'conclusion';

export type SlotStatus = 'waiting' | 'current' | 'done' | 'deferred' | 'excused';

export type StatementStatus = 'submitted' | 'revealed';

export type InviteAnswer = 'now' | 'later' | 'written' | 'pass';

export type Outcome = 'accepted' | 'noted' | 'declined';

export type CommitmentStatus = 'made' | 'withdrawn' | 'done' | 'partly' | 'not_done';

export type DocumentStatus = 'draft' | 'published' | 'withdrawn';

export type ReviewOutcome = 'done' | 'partly' | 'not_done';

export type PollKind = 'open' | 'secret' | 'hands' | 'paper';

export type PollBase = 'cast' | 'present' | 'members' | 'households';

export type PollStatus = 'draft' | 'open' | 'closed' | 'published' | 'cancelled';

export type MinutesStatus = 'draft' | 'circulated' | 'approved';

export type ObjectionOutcome = 'accepted' | 'declined';

export type Reset = 'fork' | 'class' | 'too_long';

export type RefusalCode = 'unauthenticated' | 'forbidden' | 'not_found' | 'invalid' | 'too_large' | 'rate_limited' | 'stale' | 'closed' | 'locked' | 'already' | 'not_present' | 'not_eligible' | 'limit' | 'round_open' | 'no_quorum' | 'unavailable' | 'internal';

/** The hall's Wi-Fi, for the lobby's second QR. */
export interface Wifi {
  ssid: string;
  password: string;
  security: string;
}

/** What stands at the head and the foot of papers that are signed. What is empty is left out; nothing is guessed. */
export interface Letterhead {
  parent: string;
  issuer: string;
  number: string;
  resolution_number: string;
  sign: string;
  place: string;
  about: string;
  before: string;
  form: 'by_order' | 'delegated' | 'deputy' | 'on_behalf' | 'own';
  authority: string;
  title: string;
  signer: string;
  recipients: string[];
  kept: string;
  bases: string[];
}

/** A scorecard of the room's profile, in the room's language. */
export interface CardName {
  name: string;
  label: string;
}

/** How many must be present: `share` (a fraction such as "1/2", "2/3") of `basis`; "1/2" means more than half. */
export interface QuorumRule {
  basis: QuorumBasis;
  share: string;
  chair_required: boolean;
}

/** Whether enough are present: `needed` of `basis`; `overridden` when the chair goes on without, on record. */
export interface Quorum {
  basis: QuorumBasis;
  needed: number;
  reached: boolean;
  overridden: boolean;
}

/** One stretch from open or resume to pause or close. */
export interface Sitting {
  started_at: number;
  ended_at: number | null;
}

/** A time during which no server ran. */
export interface Interruption {
  from_at: number;
  to_at: number;
}

/** Who is in the hall, as answered or marked; never as connected. `since` is when this status began. */
export interface Attendance {
  status: AttendanceStatus;
  mode: Mode | null;
  since: number | null;
  reason: string | null;
  by_desk: boolean;
}

/** How a document reached people without a file here: where (a chat group, on paper), and on which day. */
export interface GivenOut {
  where: string;
  day: string | null;
}

/** What a scorecard asks: at most `most` points. `measured` are the points that the log gives; None: a person's. */
export interface Criterion {
  name: string;
  label: string;
  part: string | null;
  most: number;
  measured: number | null;
}

/** What a total of so many points, or more, is called. */
export interface Grade {
  at_least: number;
  label: string;
}

/** A section of a statement: its heading, and its paragraphs, which count on from section to section. */
export interface Passage {
  heading: string;
  paragraphs: string[];
}

/** How far a statement has been read: a section, and a paragraph of it, from 0. */
export interface Place {
  section: number;
  paragraph: number;
}

/** How many members reacted, by kind. */
export interface Reactions {
  agree: number;
  thanks: number;
  question: number;
}

/** Looking back on a commitment: what became of it, in one line, and when that was said. */
export interface Review {
  outcome: ReviewOutcome;
  text: string | null;
  at: number;
  by_desk: boolean;
}

export interface PollOption {
  id: string;
  text: string;
}

/** What was counted in the hall, by option; for paper also the slips given out, taken in, and invalid. */
export interface HandCount {
  counts: Record<string, number>;
  issued: number | null;
  collected: number | null;
  invalid: number;
  at: number;
}

/** `counts` by option, phones and hall together; `carried` is the option that has the majority. */
export interface PollResult {
  counts: Record<string, number>;
  invalid: number;
  base: number;
  needed: number;
  carried: string | null;
  tie: boolean;
}

/** What a member would have otherwise in a section. Settled: `outcome`, the section `before`, and what it says now or why it stays (`answer`). */
export interface Objection {
  id: string;
  at: number;
  section: string;
  member: string;
  name: string;
  text: string;
  outcome: ObjectionOutcome | null;
  before: string | null;
  answer: string | null;
  by_desk: boolean;
}

/** What was added after the approval. */
export interface Addendum {
  at: number;
  text: string;
}

/** Every setting with its value in force. `scorecards` come from the profile and are set by nobody. */
export interface Settings {
  join: Join;
  pin: string | null;
  purpose: string | null;
  check_in_opens_ms: number;
  present_only: boolean;
  queue_names_shown: boolean;
  moderation: Moderation;
  comment_kinds: string[];
  intents: Intent[];
  statement_form: string[];
  anonymous: boolean;
  comment_max: number;
  slow_mode_ms: number;
  limit_ms: number | null;
  second_limit_ms: number | null;
  warn_ms: number;
  quorum: QuorumRule | null;
  chair_lease_ms: number;
  roster_shown: number;
  wifi: Wifi | null;
  hall_depth: HallDepth;
  show_seconds: boolean;
  afterwards_ms: number;
  retention_days: number | null;
  minutes_layout: string | null;
  minutes_comments: 'names' | 'topics';
  letterhead: Letterhead | null;
  scorecards: CardName[];
  duration_ms: number | null;
}

/** Somebody whose name stands in a body behind an `@`; the name is "" once the person is erased. */
export interface Mentioned {
  member: string;
  name: string;
}

/** A photo or scan of a text on paper. Its pages come over HTTP, to those who are shown the text. */
export interface Scan {
  id: string;
  pages: number;
  bytes: number;
}

/** The meeting as a whole; the only entity of its collection, id `meeting`. */
export interface Meeting {
  title: string;
  place: string | null;
  status: MeetingStatus;
  starts_at: number | null;
  opened_at: number | null;
  closed_at: number | null;
  sittings: Sitting[];
  interruptions: Interruption[];
  profile: string;
  locale: Locale;
  locked: boolean;
  presiding: string | null;
  current_item: string | null;
  current_turn: string | null;
  current_round: string | null;
  current_poll: string | null;
  quorum: Quorum | null;
  settings: Settings;
  id: string;
  at: number;
  born: number;
}

/** A person of the meeting's roster. `listed` is false where a large room hides the roster from the hall. */
export interface Member {
  name: string;
  short_name: string;
  sort_key: string;
  office: Office;
  kind: string | null;
  votes: boolean;
  title: string | null;
  unit: string | null;
  group: string | null;
  seat: string | null;
  card: string | null;
  locale: Locale | null;
  address: string | null;
  birth_date: string | null;
  muted: boolean;
  listed: boolean;
  attendance: Attendance;
  turns: number;
  spoken_ms: number;
  id: string;
  at: number;
  born: number;
}

export interface AgendaItem {
  title: string;
  kind: ItemKind;
  position: number;
  parent: string | null;
  planned_ms: number | null;
  spent_ms: number;
  presenter: string | null;
  notes: string | null;
  status: ItemStatus;
  started_at: number | null;
  ended_at: number | null;
  id: string;
  at: number;
  born: number;
}

/** The rules of one waiting list; its id is the agenda item's, or `main` without one. */
export interface Queue {
  state: QueueState;
  discipline: Discipline[];
  limit_ms: number | null;
  second_limit_ms: number | null;
  max_turns: number | null;
  limit_at: number | null;
  id: string;
  at: number;
  born: number;
}

/** A waiting hand. Clients sort by `rank`, then `id`; the rank is a sort key, not the place in line. */
export interface Hand {
  member: string;
  name: string;
  queue: string;
  intent: Intent;
  tier: number;
  note: string | null;
  replies_to: string | null;
  slot: string | null;
  rank: number;
  first_time: boolean;
  by_desk: boolean;
  pinned: boolean;
  listed: boolean;
  ahead: number | null;
  id: string;
  at: number;
  born: number;
}

/** To its member alone, whose id it has: the last hand that was not heard any more, why, and what it wanted to say. */
export interface Lowered {
  member: string;
  hand: string;
  queue: string;
  slot: string | null;
  intent: Intent;
  note: string | null;
  reason: 'debate_closed' | 'item_finished' | 'left' | 'lowered' | 'meeting_closed' | 'moved_on' | 'removed';
  id: string;
  at: number;
  born: number;
}

/** Somebody's time on the floor: called → speaking ⇄ paused → done, or declined. */
export interface Turn {
  member: string;
  name: string;
  reader: string | null;
  hand: string | null;
  queue: string;
  item: string | null;
  slot: string | null;
  phase: SlotPhase | null;
  intent: Intent;
  kind: string | null;
  hand_note: string | null;
  notes: string | null;
  topics: string[];
  status: TurnStatus;
  limit_ms: number | null;
  warn_ms: number;
  started_at: number | null;
  paused_at: number | null;
  paused_ms: number;
  ended_at: number | null;
  spoken_ms: number;
  interrupted: string | null;
  interrupts: boolean;
  by_desk: boolean;
  id: string;
  at: number;
  born: number;
}

export interface Reminder {
  turn: string;
  member: string;
  kind: RemindKind;
  text: string | null;
  public: boolean;
  id: string;
  at: number;
  born: number;
}

/** One by one, and nobody forgotten: `done` of `total` have been heard, those excused left out. */
export interface Round {
  item: string | null;
  queue: string;
  order: RoundOrder;
  seed: number | null;
  comments: RoundComments;
  limit_ms: number | null;
  group_size: number | null;
  reply: boolean;
  everybody: boolean;
  current: string | null;
  batch: number;
  due: RoundStep | null;
  done: number;
  total: number;
  status: RoundStatus;
  limit_at: number | null;
  id: string;
  at: number;
  born: number;
}

/** One subject of a round: a member, or a body whose text its reader reads. `turn` is the last reading of it. */
export interface Slot {
  round: string;
  member: string | null;
  body: string | null;
  name: string;
  reader: string | null;
  reader_name: string | null;
  position: number;
  batch: number | null;
  phase: SlotPhase | null;
  status: SlotStatus;
  reason: string | null;
  turn: string | null;
  statement: string | null;
  id: string;
  at: number;
  born: number;
}

/** A member's text, or a body's. Before its turn only author and reader see the `sections`; the desk sees that it is there. */
export interface Statement {
  subject: string;
  member: string | null;
  body: string | null;
  name: string;
  item: string | null;
  reader: string | null;
  status: StatementStatus;
  sections: Passage[];
  revealed: Place | null;
  reading_ms: number;
  submitted_at: number;
  by_desk: boolean;
  scans: Scan[];
  id: string;
  at: number;
  born: number;
}

/** A gentle invitation to speak. Only who presides and the member know of it. */
export interface Invite {
  member: string;
  chair: string | null;
  text: string | null;
  answer: InviteAnswer | null;
  answer_text: string | null;
  id: string;
  at: number;
  born: number;
}

/** A comment or a reply to one (`reply_to` is always the thread's root). `body` is null once retracted. */
export interface Comment {
  author: string | null;
  name: string | null;
  on: string | null;
  subject: string | null;
  reply_to: string | null;
  quotes: string | null;
  kind: string | null;
  paragraph: number | null;
  body: string | null;
  scope: Scope;
  hold: Hold | null;
  status: CommentStatus;
  pinned: boolean;
  edited_at: number | null;
  reactions: Reactions;
  topics: string[];
  outcome: Outcome | null;
  conclusion: string | null;
  answer: string | null;
  replies: number;
  afterwards: boolean;
  by_desk: boolean;
  approved: boolean;
  mentions: Mentioned[];
  id: string;
  at: number;
  born: number;
}

/** One's own reactions to a comment; the id is `<comment>:<member>` in the log's state, `<comment>` in a view. */
export interface Reacted {
  member: string;
  kinds: string[];
  named: boolean;
  id: string;
  at: number;
  born: number;
}

/** To a member alone: they are named in a comment. The id is `<comment>:<member>` in the log's state, `<comment>` in a view. */
export interface Named {
  member: string;
  comment: string;
  id: string;
  at: number;
  born: number;
}

/** A matter that many raise: how many comments and turns speak of it, and how many different members. */
export interface Topic {
  title: string;
  comments: number;
  turns: number;
  members: number;
  merged_into: string | null;
  id: string;
  at: number;
  born: number;
}

/** What the chair concludes on an item or a subject; `answers` are the comments it takes up. */
export interface Conclusion {
  text: string;
  item: string | null;
  subject: string | null;
  answers: string[];
  id: string;
  at: number;
  born: number;
}

/** A member's own promise: what, measured how, by when (`YYYY-MM-DD`), and who watches. One that was carried over from a meeting before was `promised_at` a moment before this meeting. */
export interface Commitment {
  member: string;
  name: string;
  what: string;
  measure: string | null;
  due: string | null;
  watcher: string | null;
  watcher_name: string | null;
  item: string | null;
  status: CommitmentStatus;
  review: Review | null;
  promised_at: number;
  afterwards: boolean;
  by_desk: boolean;
  id: string;
  at: number;
  born: number;
}

/** What is to be read: a file, or something given out elsewhere. `version` counts its files from 1; `read` and `confirmed` count the members who opened, and who say they have read, this version; guests are not counted. */
export interface Document {
  title: string;
  item: string | null;
  pages: number;
  bytes: number;
  sha256: string | null;
  media_type: string | null;
  given_out: GivenOut | null;
  version: number;
  status: DocumentStatus;
  published_at: number | null;
  read: number;
  confirmed: number;
  id: string;
  at: number;
  born: number;
}

/** How far a member got in a document; its id is `<document>:<member>`. `pages` is the furthest page opened, `reported_at` when that was last heard. Where `version` is not the document's, it was a former file they read. */
export interface Reading {
  document: string;
  version: number;
  member: string;
  name: string;
  opened_at: number | null;
  pages: number;
  reported_at: number | null;
  confirmed_at: number | null;
  by_desk: boolean;
  id: string;
  at: number;
  born: number;
}

/** A question and its options. `eligible` were frozen at the opening, `voted` have; who, only the desk knows. */
export interface Poll {
  question: string;
  options: PollOption[];
  kind: PollKind;
  choose: number;
  base: PollBase;
  majority: string;
  item: string | null;
  voters: string[] | null;
  status: PollStatus;
  closes_ms: number | null;
  closes_at: number | null;
  opened_at: number | null;
  closed_at: number | null;
  published_at: number | null;
  eligible: number;
  voted: number;
  counted: HandCount[];
  result: PollResult | null;
  id: string;
  at: number;
  born: number;
}

/** Who may vote in the open poll, and whether they have; the desk's and one's own. The id is the member's. */
export interface Voter {
  poll: string;
  member: string;
  name: string;
  voted: boolean;
  by_desk: boolean;
  id: string;
  at: number;
  born: number;
}

/** One's own vote; the id is `<poll>:<member>` in the log's state, `<poll>` in a view. */
export interface Ballot {
  poll: string;
  member: string;
  choices: string[] | null;
  by_desk: boolean;
  id: string;
  at: number;
  born: number;
}

/** An opinion that a member reserves on a poll, for the minutes: the member's and the desk's to see. */
export interface Reservation {
  poll: string;
  member: string;
  name: string;
  text: string;
  by_desk: boolean;
  id: string;
  at: number;
  born: number;
}

/** The secretary's words, by section, beside what the log says; id `minutes`. Circulated, objected to, approved. */
export interface Minutes {
  status: MinutesStatus;
  sections: Record<string, string>;
  objections: Objection[];
  addenda: Addendum[];
  circulated_at: number | null;
  approved_at: number | null;
  poll: string | null;
  head: string | null;
  id: string;
  at: number;
  born: number;
}

/** How good the meeting was; id `scorecard`. `values` are the desk's points, `total` and `grade` stand when every criterion has some. `scored` members gave points of their own, `averages` by criterion and `average` in all. */
export interface Scorecard {
  card: string;
  label: string;
  criteria: Criterion[];
  grades: Grade[];
  most: number;
  values: Record<string, number>;
  total: number | null;
  grade: string | null;
  confirmed_at: number | null;
  scored: number;
  averages: Record<string, number>;
  average: number | null;
  id: string;
  at: number;
  born: number;
}

/** The points a member gave; its id is the member's, and nobody else sees it. */
export interface Scoring {
  member: string;
  values: Record<string, number>;
  id: string;
  at: number;
  born: number;
}

/** What a projector shows; id `main`. `scene` is `auto` where each screen works it out from the view. `page` is the page of a document. */
export interface Screen {
  scene: Scene;
  ref: string | null;
  text: string | null;
  pinned: boolean;
  shutter: boolean;
  page: number | null;
  id: string;
  at: number;
  born: number;
}

/** What the desk has lined up for the projector; the desk sorts by `rank`, then `id`. */
export interface Prepared {
  scene: Scene;
  ref: string | null;
  text: string | null;
  page: number | null;
  rank: number;
  id: string;
  at: number;
  born: number;
}

/** Somebody at the door: asks to come in as `name`, or claims the name of the member `claims`. */
export interface JoinRequest {
  name: string;
  claims: string | null;
  id: string;
  at: number;
  born: number;
}

/** How many comments a member has on record under their name; its id is the member's. */
export interface Voice {
  comments: number;
  id: string;
  at: number;
  born: number;
}

/** Who reacted to a comment, and how; only in a `page`, never in a view. The id is the member's. */
export interface Reactor {
  comment: string;
  member: string;
  name: string;
  kinds: string[];
  id: string;
  at: number;
  born: number;
}

/** What a client holds; a projector or the hall lacks the collections its class may not see. */
export interface View {
  meeting: Record<string, Meeting>;
  members: Record<string, Member>;
  agenda: Record<string, AgendaItem>;
  queues: Record<string, Queue>;
  hands: Record<string, Hand>;
  lowered: Record<string, Lowered>;
  turns: Record<string, Turn>;
  reminders: Record<string, Reminder>;
  rounds: Record<string, Round>;
  slots: Record<string, Slot>;
  statements: Record<string, Statement>;
  invites: Record<string, Invite>;
  comments: Record<string, Comment>;
  reacted: Record<string, Reacted>;
  named: Record<string, Named>;
  topics: Record<string, Topic>;
  conclusions: Record<string, Conclusion>;
  commitments: Record<string, Commitment>;
  documents: Record<string, Document>;
  readings: Record<string, Reading>;
  polls: Record<string, Poll>;
  voters: Record<string, Voter>;
  ballots: Record<string, Ballot>;
  reservations: Record<string, Reservation>;
  minutes: Record<string, Minutes>;
  scorecard: Record<string, Scorecard>;
  scorings: Record<string, Scoring>;
  screen: Record<string, Screen>;
  prepared: Record<string, Prepared>;
  requests: Record<string, JoinRequest>;
  voices: Record<string, Voice>;
}

/** Any of the lines of a letterhead; what is absent stays, so that two who fill in different lines both do. */
export interface LetterheadPatch {
  parent?: string;
  issuer?: string;
  number?: string;
  resolution_number?: string;
  sign?: string;
  place?: string;
  about?: string;
  before?: string;
  form?: 'by_order' | 'delegated' | 'deputy' | 'on_behalf' | 'own';
  authority?: string;
  title?: string;
  signer?: string;
  recipients?: string[];
  kept?: string;
  bases?: string[];
}

/** Any of the settings; what is absent stays. */
export interface SettingsPatch {
  join?: Join;
  pin?: string | null;
  purpose?: string | null;
  check_in_opens_ms?: number;
  present_only?: boolean;
  queue_names_shown?: boolean;
  moderation?: Moderation;
  comment_kinds?: string[];
  intents?: Intent[];
  statement_form?: string[];
  anonymous?: boolean;
  comment_max?: number;
  slow_mode_ms?: number;
  limit_ms?: number | null;
  second_limit_ms?: number | null;
  warn_ms?: number;
  quorum?: QuorumRule | null;
  chair_lease_ms?: number;
  roster_shown?: number;
  wifi?: Wifi | null;
  hall_depth?: HallDepth;
  show_seconds?: boolean;
  afterwards_ms?: number;
  retention_days?: number | null;
  duration_ms?: number | null;
  minutes_layout?: string | null;
  minutes_comments?: 'names' | 'topics';
  letterhead?: LetterheadPatch | null;
}

/** A body as the subject of a round: the collective, read by its reader. */
export interface CollectiveSubject {
  body: string;
  reader: string;
}

/** A part of a draft: its heading, "" where it has none, and its text, "" while nothing is written. */
export interface Section {
  heading: string;
  text: string;
}

/** What is written so far; `saved_at` is when it came, on the room's clock. */
export interface Draft {
  item: string | null;
  body: string | null;
  by_desk: boolean;
  sections: Section[];
  saved_at: number;
}

export interface UpdateMeeting {
  type: 'meeting.update';
  title?: string;
  place?: string | null;
  starts_at?: number | null;
  profile?: string;
  settings?: SettingsPatch;
  id: string;
  for?: string | null;
}

export interface OpenMeeting {
  type: 'meeting.open';
  id: string;
  for?: string | null;
}

export interface PauseMeeting {
  type: 'meeting.pause';
  id: string;
  for?: string | null;
}

export interface ResumeMeeting {
  type: 'meeting.resume';
  id: string;
  for?: string | null;
}

export interface CloseMeeting {
  type: 'meeting.close';
  id: string;
  for?: string | null;
}

export interface LockMeeting {
  type: 'meeting.lock';
  id: string;
  for?: string | null;
}

export interface UnlockMeeting {
  type: 'meeting.unlock';
  id: string;
  for?: string | null;
}

export interface HandOverChair {
  type: 'chair.hand_over';
  to: string;
  id: string;
  for?: string | null;
}

export interface TakeOverChair {
  type: 'chair.take_over';
  id: string;
  for?: string | null;
}

export interface ReclaimChair {
  type: 'chair.reclaim';
  id: string;
  for?: string | null;
}

export interface AddMember {
  type: 'member.add';
  name: string;
  office?: Office;
  kind?: string | null;
  votes?: boolean | null;
  title?: string | null;
  unit?: string | null;
  group?: string | null;
  seat?: string | null;
  card?: string | null;
  sort_name?: string | null;
  address?: string | null;
  locale?: Locale | null;
  birth_date?: string | null;
  id: string;
  for?: string | null;
}

export interface UpdateMember {
  type: 'member.update';
  member: string;
  name?: string;
  office?: Office;
  kind?: string | null;
  votes?: boolean;
  title?: string | null;
  unit?: string | null;
  group?: string | null;
  seat?: string | null;
  card?: string | null;
  sort_name?: string | null;
  address?: string | null;
  locale?: Locale | null;
  birth_date?: string | null;
  id: string;
  for?: string | null;
}

export interface RemoveMember {
  type: 'member.remove';
  member: string;
  id: string;
  for?: string | null;
}

export interface DeclareMember {
  type: 'member.declare';
  group?: string | null;
  locale?: Locale | null;
  address?: string | null;
  id: string;
  for?: string | null;
}

export interface AdmitMember {
  type: 'member.admit';
  request: string;
  member?: string | null;
  id: string;
  for?: string | null;
}

export interface RefuseMember {
  type: 'member.refuse';
  request: string;
  id: string;
  for?: string | null;
}

export interface RevokeMember {
  type: 'member.revoke';
  member: string;
  id: string;
  for?: string | null;
}

export interface MuteMember {
  type: 'member.mute';
  member: string;
  reason?: string | null;
  id: string;
  for?: string | null;
}

export interface UnmuteMember {
  type: 'member.unmute';
  member: string;
  id: string;
  for?: string | null;
}

export interface EraseMember {
  type: 'member.erase';
  member: string;
  id: string;
  for?: string | null;
}

export interface CheckIn {
  type: 'attendance.check_in';
  mode?: Mode;
  id: string;
  for?: string | null;
}

export interface MarkAttendance {
  type: 'attendance.mark';
  member: string;
  status: AttendanceMark;
  reason?: string | null;
  mode?: Mode | null;
  id: string;
  for?: string | null;
}

export interface OverrideQuorum {
  type: 'quorum.override';
  reason: string;
  id: string;
  for?: string | null;
}

export interface AddItem {
  type: 'agenda.add';
  title: string;
  kind?: ItemKind;
  planned_ms?: number | null;
  presenter?: string | null;
  parent?: string | null;
  position?: number | null;
  notes?: string | null;
  id: string;
  for?: string | null;
}

export interface UpdateItem {
  type: 'agenda.update';
  item: string;
  title?: string;
  kind?: ItemKind;
  planned_ms?: number | null;
  presenter?: string | null;
  notes?: string | null;
  id: string;
  for?: string | null;
}

export interface MoveItem {
  type: 'agenda.move';
  item: string;
  position: number;
  parent?: string | null;
  id: string;
  for?: string | null;
}

export interface RemoveItem {
  type: 'agenda.remove';
  item: string;
  id: string;
  for?: string | null;
}

export interface StartItem {
  type: 'agenda.start';
  item: string;
  id: string;
  for?: string | null;
}

export interface FinishItem {
  type: 'agenda.finish';
  item: string;
  id: string;
  for?: string | null;
}

export interface SkipItem {
  type: 'agenda.skip';
  item: string;
  id: string;
  for?: string | null;
}

export interface ReopenItem {
  type: 'agenda.reopen';
  item: string;
  id: string;
  for?: string | null;
}

export interface RaiseHand {
  type: 'hand.raise';
  intent?: Intent;
  note?: string | null;
  item?: string | null;
  replies_to?: string | null;
  id: string;
  for?: string | null;
}

export interface LowerHand {
  type: 'hand.lower';
  hand: string;
  id: string;
  for?: string | null;
}

export interface MoveHand {
  type: 'hand.move';
  hand: string;
  before?: string | null;
  after?: string | null;
  to_top?: boolean;
  id: string;
  for?: string | null;
}

export interface UpdateQueue {
  type: 'queue.update';
  item?: string | null;
  state?: QueueState;
  discipline?: Discipline[];
  limit_ms?: number | null;
  second_limit_ms?: number | null;
  max_turns?: number | null;
  id: string;
  for?: string | null;
}

export interface GrantFloor {
  type: 'floor.grant';
  hand?: string | null;
  member?: string | null;
  limit_ms?: number | null;
  after?: string | null;
  id: string;
  for?: string | null;
}

export interface StartTurn {
  type: 'turn.start';
  turn: string;
  id: string;
  for?: string | null;
}

export interface PauseTurn {
  type: 'turn.pause';
  turn: string;
  id: string;
  for?: string | null;
}

export interface ResumeTurn {
  type: 'turn.resume';
  turn: string;
  id: string;
  for?: string | null;
}

export interface EndTurn {
  type: 'turn.end';
  turn: string;
  id: string;
  for?: string | null;
}

export interface ExtendTurn {
  type: 'turn.extend';
  turn: string;
  by_ms: number;
  id: string;
  for?: string | null;
}

export interface UndoEnd {
  type: 'turn.undo_end';
  turn: string;
  id: string;
  for?: string | null;
}

export interface UndoCall {
  type: 'turn.undo_call';
  turn: string;
  id: string;
  for?: string | null;
}

export interface NoteTurn {
  type: 'turn.note';
  turn: string;
  text: string;
  kind?: string | null;
  topics?: string[] | null;
  id: string;
  for?: string | null;
}

export interface RemindTurn {
  type: 'turn.remind';
  turn: string;
  kind: RemindKind;
  text?: string | null;
  public?: boolean;
  id: string;
  for?: string | null;
}

export interface DeclineTurn {
  type: 'turn.decline';
  turn: string;
  keep_place?: boolean;
  id: string;
  for?: string | null;
}

export interface PostComment {
  type: 'comment.post';
  body: string;
  on?: string | null;
  reply_to?: string | null;
  kind?: string | null;
  paragraph?: number | null;
  scope?: Scope;
  anonymous?: boolean;
  mentions?: string[];
  id: string;
  for?: string | null;
}

export interface EditComment {
  type: 'comment.edit';
  comment: string;
  body: string;
  mentions?: string[];
  id: string;
  for?: string | null;
}

export interface RetractComment {
  type: 'comment.retract';
  comment: string;
  id: string;
  for?: string | null;
}

export interface MoveComment {
  type: 'comment.move';
  comment: string;
  on: string | null;
  id: string;
  for?: string | null;
}

export interface ApproveComment {
  type: 'comment.approve';
  comment: string;
  reason?: string | null;
  id: string;
  for?: string | null;
}

export interface HideComment {
  type: 'comment.hide';
  comment: string;
  reason?: string | null;
  id: string;
  for?: string | null;
}

export interface RestoreComment {
  type: 'comment.restore';
  comment: string;
  reason?: string | null;
  id: string;
  for?: string | null;
}

export interface PinComment {
  type: 'comment.pin';
  comment: string;
  reason?: string | null;
  id: string;
  for?: string | null;
}

export interface UnpinComment {
  type: 'comment.unpin';
  comment: string;
  reason?: string | null;
  id: string;
  for?: string | null;
}

export interface ReactToComment {
  type: 'comment.react';
  comment: string;
  kind: Reaction;
  id: string;
  for?: string | null;
}

export interface UnreactToComment {
  type: 'comment.unreact';
  comment: string;
  kind: Reaction;
  id: string;
  for?: string | null;
}

export interface ShowScene {
  type: 'screen.show';
  scene: Scene;
  ref?: string | null;
  text?: string | null;
  page?: number | null;
  screen?: string | null;
  id: string;
  for?: string | null;
}

/** What may be shown next; nobody but the desk sees it before. */
export interface PrepareScene {
  type: 'screen.prepare';
  scene: Scene;
  ref?: string | null;
  text?: string | null;
  page?: number | null;
  id: string;
  for?: string | null;
}

export interface ShowNext {
  type: 'screen.next';
  prepared: string;
  id: string;
  for?: string | null;
}

/** In the line of what is prepared, before another, or at the end. */
export interface ArrangeScene {
  type: 'screen.arrange';
  prepared: string;
  before: string | null;
  id: string;
  for?: string | null;
}

export interface DropScene {
  type: 'screen.unprepare';
  prepared: string;
  id: string;
  for?: string | null;
}

export interface CloseShutter {
  type: 'screen.shutter';
  on: boolean;
  id: string;
  for?: string | null;
}

export interface PairScreen {
  type: 'screen.pair';
  letters: string;
  id: string;
  for?: string | null;
}

export interface StartRound {
  type: 'round.start';
  item?: string | null;
  order?: RoundOrder;
  subjects?: (string | CollectiveSubject)[] | null;
  limit_ms?: number | null;
  comments?: RoundComments;
  group_size?: number | null;
  reply?: boolean;
  id: string;
  for?: string | null;
}

export interface UpdateRound {
  type: 'round.update';
  round: string;
  comments?: RoundComments;
  limit_ms?: number | null;
  group_size?: number | null;
  id: string;
  for?: string | null;
}

export interface NextInRound {
  type: 'round.next';
  round: string;
  after: string | null;
  id: string;
  for?: string | null;
}

export interface CallSlot {
  type: 'round.call';
  slot: string;
  reader?: string | null;
  after?: string | null;
  id: string;
  for?: string | null;
}

export interface MoveSlotPhase {
  type: 'round.phase';
  slot: string;
  phase: SlotPhase;
  id: string;
  for?: string | null;
}

export interface DeferSlot {
  type: 'round.defer';
  slot: string;
  reason?: string | null;
  id: string;
  for?: string | null;
}

export interface ExcuseSlot {
  type: 'round.excuse';
  slot: string;
  reason?: string | null;
  id: string;
  for?: string | null;
}

export interface RestoreSlot {
  type: 'round.restore';
  slot: string;
  reason?: string | null;
  id: string;
  for?: string | null;
}

export interface FinishRound {
  type: 'round.finish';
  round: string;
  id: string;
  for?: string | null;
}

export interface FitRound {
  type: 'round.fit';
  round: string;
  until?: number | null;
  total_ms?: number | null;
  id: string;
  for?: string | null;
}

export interface SaveStatement {
  type: 'statement.save';
  sections: Section[];
  item?: string | null;
  body?: string | null;
  id: string;
  for?: string | null;
}

export interface SubmitStatement {
  type: 'statement.submit';
  item?: string | null;
  body?: string | null;
  reader?: string | null;
  id: string;
  for?: string | null;
}

export interface RevealStatement {
  type: 'statement.reveal';
  statement: string;
  section: number;
  paragraph: number;
  id: string;
  for?: string | null;
}

export interface TagComment {
  type: 'comment.tag';
  comment: string;
  topic: string;
  id: string;
  for?: string | null;
}

export interface UntagComment {
  type: 'comment.untag';
  comment: string;
  topic: string;
  id: string;
  for?: string | null;
}

export interface ResolveComment {
  type: 'comment.resolve';
  comment: string;
  outcome: Outcome;
  conclusion?: string | null;
  text?: string | null;
  id: string;
  for?: string | null;
}

export interface AddTopic {
  type: 'topic.add';
  title: string;
  id: string;
  for?: string | null;
}

export interface UpdateTopic {
  type: 'topic.update';
  topic: string;
  title: string;
  id: string;
  for?: string | null;
}

export interface MergeTopic {
  type: 'topic.merge';
  topic: string;
  into: string;
  id: string;
  for?: string | null;
}

export interface RemoveTopic {
  type: 'topic.remove';
  topic: string;
  id: string;
  for?: string | null;
}

export interface UpdateDocument {
  type: 'document.update';
  document: string;
  title?: string;
  item?: string | null;
  id: string;
  for?: string | null;
}

export interface PublishDocument {
  type: 'document.publish';
  document: string;
  id: string;
  for?: string | null;
}

export interface WithdrawDocument {
  type: 'document.withdraw';
  document: string;
  id: string;
  for?: string | null;
}

export interface ReportProgress {
  type: 'document.progress';
  document: string;
  page: number;
  id: string;
  for?: string | null;
}

/** "I have read it". The desk confirms for many at once by naming them in `members`. */
export interface ConfirmDocument {
  type: 'document.confirm';
  document: string;
  members?: string[] | null;
  id: string;
  for?: string | null;
}

export interface CreatePoll {
  type: 'poll.create';
  question: string;
  options: string[];
  kind?: PollKind;
  choose?: number;
  base?: PollBase;
  majority?: string;
  eligible?: string[] | null;
  item?: string | null;
  closes_ms?: number | null;
  id: string;
  for?: string | null;
}

export interface UpdatePoll {
  type: 'poll.update';
  poll: string;
  question?: string;
  options?: string[];
  kind?: PollKind;
  choose?: number;
  base?: PollBase;
  majority?: string;
  eligible?: string[] | null;
  item?: string | null;
  closes_ms?: number | null;
  id: string;
  for?: string | null;
}

export interface OpenPoll {
  type: 'poll.open';
  poll: string;
  id: string;
  for?: string | null;
}

export interface ClosePoll {
  type: 'poll.close';
  poll: string;
  id: string;
  for?: string | null;
}

export interface PublishPoll {
  type: 'poll.publish';
  poll: string;
  id: string;
  for?: string | null;
}

export interface CancelPoll {
  type: 'poll.cancel';
  poll: string;
  id: string;
  for?: string | null;
}

export interface CastVote {
  type: 'poll.vote';
  poll: string;
  choices: string[];
  id: string;
  for?: string | null;
}

export interface CountPoll {
  type: 'poll.count';
  poll: string;
  counts: Record<string, number>;
  issued?: number | null;
  collected?: number | null;
  invalid?: number | null;
  id: string;
  for?: string | null;
}

export interface RecountPoll {
  type: 'poll.recount';
  poll: string;
  counts: Record<string, number>;
  issued?: number | null;
  collected?: number | null;
  invalid?: number | null;
  id: string;
  for?: string | null;
}

export interface ReserveOpinion {
  type: 'poll.reserve';
  poll: string;
  text: string;
  id: string;
  for?: string | null;
}

export interface AddConclusion {
  type: 'conclusion.add';
  text: string;
  item?: string | null;
  subject?: string | null;
  answers?: string[] | null;
  id: string;
  for?: string | null;
}

export interface UpdateConclusion {
  type: 'conclusion.update';
  conclusion: string;
  text?: string;
  item?: string | null;
  subject?: string | null;
  answers?: string[] | null;
  id: string;
  for?: string | null;
}

export interface RemoveConclusion {
  type: 'conclusion.remove';
  conclusion: string;
  id: string;
  for?: string | null;
}

export interface MakeCommitment {
  type: 'commitment.make';
  what: string;
  measure?: string | null;
  due?: string | null;
  watcher?: string | null;
  item?: string | null;
  id: string;
  for?: string | null;
}

export interface UpdateCommitment {
  type: 'commitment.update';
  commitment: string;
  what?: string;
  measure?: string | null;
  due?: string | null;
  watcher?: string | null;
  id: string;
  for?: string | null;
}

export interface WithdrawCommitment {
  type: 'commitment.withdraw';
  commitment: string;
  id: string;
  for?: string | null;
}

export interface ReviewCommitment {
  type: 'commitment.review';
  commitment: string;
  outcome: ReviewOutcome;
  text?: string | null;
  id: string;
  for?: string | null;
}

export interface SendInvite {
  type: 'invite.send';
  member: string;
  text?: string | null;
  id: string;
  for?: string | null;
}

export interface AnswerInvite {
  type: 'invite.answer';
  invite: string;
  answer: InviteAnswer;
  text?: string | null;
  id: string;
  for?: string | null;
}

export interface WriteMinutes {
  type: 'minutes.write';
  section: string;
  text: string;
  id: string;
  for?: string | null;
}

export interface CirculateMinutes {
  type: 'minutes.circulate';
  id: string;
  for?: string | null;
}

export interface ObjectToMinutes {
  type: 'minutes.object';
  section: string;
  text: string;
  id: string;
  for?: string | null;
}

export interface SettleObjection {
  type: 'minutes.settle';
  objection: string;
  outcome: ObjectionOutcome;
  text?: string | null;
  id: string;
  for?: string | null;
}

export interface ApproveMinutes {
  type: 'minutes.approve';
  poll?: string | null;
  id: string;
  for?: string | null;
}

export interface AddToMinutes {
  type: 'minutes.add';
  text: string;
  id: string;
  for?: string | null;
}

/** Points by criterion. What nobody gave points yet is filled from the log as far as it goes; `card` is one of the profile's (its first unless said). */
export interface SetScorecard {
  type: 'scorecard.set';
  values: Record<string, number>;
  card?: string | null;
  id: string;
  for?: string | null;
}

export interface ConfirmScorecard {
  type: 'scorecard.confirm';
  id: string;
  for?: string | null;
}

export interface ScoreScorecard {
  type: 'scorecard.score';
  values: Record<string, number>;
  id: string;
  for?: string | null;
}

export type Command =
  | UpdateMeeting
  | OpenMeeting
  | PauseMeeting
  | ResumeMeeting
  | CloseMeeting
  | LockMeeting
  | UnlockMeeting
  | HandOverChair
  | TakeOverChair
  | ReclaimChair
  | AddMember
  | UpdateMember
  | RemoveMember
  | DeclareMember
  | AdmitMember
  | RefuseMember
  | RevokeMember
  | MuteMember
  | UnmuteMember
  | EraseMember
  | CheckIn
  | MarkAttendance
  | OverrideQuorum
  | AddItem
  | UpdateItem
  | MoveItem
  | RemoveItem
  | StartItem
  | FinishItem
  | SkipItem
  | ReopenItem
  | RaiseHand
  | LowerHand
  | MoveHand
  | UpdateQueue
  | GrantFloor
  | StartTurn
  | PauseTurn
  | ResumeTurn
  | EndTurn
  | ExtendTurn
  | UndoEnd
  | UndoCall
  | NoteTurn
  | RemindTurn
  | DeclineTurn
  | PostComment
  | EditComment
  | RetractComment
  | MoveComment
  | ApproveComment
  | HideComment
  | RestoreComment
  | PinComment
  | UnpinComment
  | ReactToComment
  | UnreactToComment
  | ShowScene
  | PrepareScene
  | ShowNext
  | ArrangeScene
  | DropScene
  | CloseShutter
  | PairScreen
  | StartRound
  | UpdateRound
  | NextInRound
  | CallSlot
  | MoveSlotPhase
  | DeferSlot
  | ExcuseSlot
  | RestoreSlot
  | FinishRound
  | FitRound
  | SaveStatement
  | SubmitStatement
  | RevealStatement
  | TagComment
  | UntagComment
  | ResolveComment
  | AddTopic
  | UpdateTopic
  | MergeTopic
  | RemoveTopic
  | UpdateDocument
  | PublishDocument
  | WithdrawDocument
  | ReportProgress
  | ConfirmDocument
  | CreatePoll
  | UpdatePoll
  | OpenPoll
  | ClosePoll
  | PublishPoll
  | CancelPoll
  | CastVote
  | CountPoll
  | RecountPoll
  | ReserveOpinion
  | AddConclusion
  | UpdateConclusion
  | RemoveConclusion
  | MakeCommitment
  | UpdateCommitment
  | WithdrawCommitment
  | ReviewCommitment
  | SendInvite
  | AnswerInvite
  | WriteMinutes
  | CirculateMinutes
  | ObjectToMinutes
  | SettleObjection
  | ApproveMinutes
  | AddToMinutes
  | SetScorecard
  | ConfirmScorecard
  | ScoreScorecard;

/** Every event of the log, as `page` of the collection `log` names it. */
export const EVENT_TYPES = ['meeting.created', 'meeting.updated', 'meeting.opened', 'meeting.paused', 'meeting.resumed', 'meeting.closed', 'meeting.interrupted', 'meeting.locked', 'meeting.unlocked', 'chair.appointed', 'chair.handed_over', 'chair.taken_over', 'chair.reclaimed', 'member.added', 'member.updated', 'member.removed', 'member.declared', 'request.made', 'member.admitted', 'member.refused', 'member.revoked', 'member.muted', 'member.unmuted', 'member.erased', 'attendance.checked_in', 'attendance.marked', 'quorum.overridden', 'agenda.added', 'agenda.updated', 'agenda.moved', 'agenda.removed', 'agenda.started', 'agenda.finished', 'agenda.skipped', 'agenda.reopened', 'queue.opened', 'queue.updated', 'hand.raised', 'hand.lowered', 'hand.moved', 'floor.granted', 'turn.started', 'turn.paused', 'turn.resumed', 'turn.ended', 'turn.declined', 'turn.extended', 'turn.end_undone', 'turn.call_undone', 'turn.noted', 'turn.reminded', 'round.started', 'slot.added', 'round.updated', 'round.fitted', 'round.moved', 'round.phased', 'slot.deferred', 'slot.excused', 'slot.restored', 'round.finished', 'statement.submitted', 'statement.scanned', 'statement.unscanned', 'statement.revealed', 'invite.sent', 'invite.answered', 'comment.posted', 'comment.edited', 'comment.retracted', 'comment.moved', 'comment.approved', 'comment.hidden', 'comment.restored', 'comment.pinned', 'comment.unpinned', 'comment.reacted', 'comment.unreacted', 'topic.added', 'topic.updated', 'topic.merged', 'topic.removed', 'comment.tagged', 'comment.untagged', 'comment.resolved', 'conclusion.added', 'conclusion.updated', 'conclusion.removed', 'commitment.made', 'commitment.updated', 'commitment.withdrawn', 'commitment.reviewed', 'document.added', 'document.replaced', 'document.updated', 'document.published', 'document.withdrawn', 'document.read', 'document.confirmed', 'poll.created', 'poll.updated', 'poll.opened', 'poll.voted', 'poll.counted', 'poll.closed', 'poll.published', 'poll.cancelled', 'opinion.reserved', 'minutes.written', 'minutes.circulated', 'minutes.objected', 'objection.settled', 'minutes.approved', 'minutes.added', 'scorecard.opened', 'scorecard.set', 'scorecard.confirmed', 'scorecard.scored', 'screen.shown', 'scene.prepared', 'scene.arranged', 'scene.dropped', 'screen.shuttered', 'screen.paired'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export type Patch = { [C in keyof View]?: Record<string, View[C][string] | null> };

/** An error as the wire carries it; screens translate the code. */
export interface WireError {
  code: RefusalCode; message: string; field?: string; max?: number; retry_ms?: number; [fact: string]: unknown;
}
export interface Me { member: string | null; office: Office | null; class: Class }
export interface SyncCursor { room: string; me: Me; seq: number; head: string; now: number; reset: Reset | null }
export interface SyncView extends SyncCursor { mode: 'view'; view: View }
export interface SyncPatch extends SyncCursor { mode: 'patch'; patch: Patch }
export type Sync = SyncView | SyncPatch;
export interface Update { from: number; to: number; head: string; now: number; patch: Patch }
export interface DeskPresence { online: string[]; present: number; chair_gone_at: number | null }
export interface HallPresence { count: number; present: number; chair_gone_at: number | null }
export type Presence = DeskPresence | HallPresence;
export interface Typing { on: string | null; members: string[] }
export interface Bye { code: RefusalCode; retry: boolean; after_ms: number }
export interface Accepted { ok: true; seq: number; result?: Record<string, string> }
export interface Refused { ok: false; error: WireError }
export type Ack = Accepted | Refused;
export interface Page<E> { entities: Record<string, E>; next: string | null }

export interface ServerMessages {
  sync: (sync: Sync) => void;
  update: (update: Update) => void;
  presence: (presence: Presence) => void;
  typing: (typing: Typing) => void;
  bye: (bye: Bye) => void;
}
export interface ClientMessages {
  command: (command: Command, ack: (answer: Ack) => void) => void;
  resync: (cursor: { seq: number; head: string }, ack: (sync: Sync | Refused) => void) => void;
  clock: (question: { sent: number }, ack: (answer: { sent: number; now: number }) => void) => void;
  page: (
    question: { collection: string; before?: string; after?: string; where?: Record<string, unknown>; limit: number },
    ack: (page: Page<unknown> | Refused) => void,
  ) => void;
  typing: (notice: { on: string | null }) => void;
}
