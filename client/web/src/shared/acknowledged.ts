// What was acknowledged last. A store that fails over may lose what it acknowledged; then the same commands go out once more,
// with the ids they were born with: what the log still has takes effect no second time, what is lost is decided anew.
import type { Command, Sync } from './protocol.gen';

const REMEMBERED = 100;

export class Acknowledged {
  private kept: { command: Command; seq: number }[] = [];

  keep(command: Command, seq: number): void {
    this.forget(command);
    this.kept = [...this.kept, { command, seq }].slice(-REMEMBERED);
  }

  forget(command: Command): void {
    this.kept = this.kept.filter((each) => each.command.id !== command.id);
  }

  /**
   * [WL11] What to send again, in order, after this sync: everything where the log is another one, else what was acknowledged
   * beyond the seq that was held. A lost vote is cast again only where everybody may see it: a secret one is asked for.
   */
  lost(reset: Sync['reset'], held: number, isOpenPoll: (poll: string) => boolean): Command[] {
    return this.kept
      .filter(({ seq }) => reset === 'fork' || seq > held)
      .map(({ command }) => command)
      .filter((command) => command.type !== 'poll.vote' || isOpenPoll(command.poll));
  }
}
