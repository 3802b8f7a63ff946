import { GrowableFloat64, GrowableInt32 } from '../../base/growable.ts';
import type { UserLogs, UserSpans } from '../../model/timeline.ts';
import type { Goroutine } from './goroutines.ts';

/** What a program marked in its own trace: tasks, regions, logs. */
export class UserMarks {
  private readonly tasks = new Spans();
  private readonly regions = new Spans();
  private readonly openTasks = new Map<number, number>();
  private readonly logTime = new GrowableFloat64(16);
  private readonly logTask = new GrowableFloat64(16);
  private readonly logCategory = new GrowableInt32(16);
  private readonly logMessage = new GrowableInt32(16);

  beginTask(id: number, name: number, goroutine: number, t: number): void {
    this.openTasks.set(id, this.tasks.begin(name, id, goroutine, t));
  }

  endTask(id: number, t: number): void {
    const row = this.openTasks.get(id);
    if (row !== undefined) this.tasks.end(row, t);
    this.openTasks.delete(id);
  }

  beginRegion(g: Goroutine | null, task: number, name: number, t: number): void {
    const row = this.regions.begin(name, task, g?.id ?? Number.NaN, t);
    g?.regions.push(row);
  }

  endRegion(g: Goroutine | null, name: number, t: number): void {
    if (g === null) return;
    for (let i = g.regions.length - 1; i >= 0; i--) {
      const row = g.regions[i] as number;
      if (this.regions.nameOf(row) !== name) continue;
      this.regions.end(row, t);
      g.regions.length = i;
      return;
    }
  }

  log(t: number, task: number, category: number, message: number): void {
    this.logTime.push(t);
    this.logTask.push(task);
    this.logCategory.push(category);
    this.logMessage.push(message);
  }

  finish(): { readonly spans: UserSpans[]; readonly logs: UserLogs | null } {
    const spans = [this.tasks.finish('task'), this.regions.finish('region')].filter((s) => s.length > 0);
    if (this.logTime.length === 0) return { spans, logs: null };
    const logs: UserLogs = {
      length: this.logTime.length,
      time: this.logTime.take(),
      task: this.logTask.take(),
      category: this.logCategory.take(),
      message: this.logMessage.take(),
    };
    return { spans, logs };
  }
}

/** Tasks or regions. */
class Spans {
  private readonly name = new GrowableInt32(16);
  private readonly task = new GrowableFloat64(16);
  private readonly goroutine = new GrowableFloat64(16);
  private readonly from = new GrowableFloat64(16);
  private readonly to = new GrowableFloat64(16);

  begin(name: number, task: number, goroutine: number, t: number): number {
    this.task.push(task);
    this.goroutine.push(goroutine);
    this.from.push(t);
    this.to.push(Number.NaN);
    return this.name.push(name);
  }

  end(row: number, t: number): void {
    this.to.data[row] = t;
  }

  nameOf(row: number): number {
    return this.name.data[row] as number;
  }

  finish(kind: UserSpans['kind']): UserSpans {
    return {
      length: this.name.length,
      kind,
      name: this.name.take(),
      task: this.task.take(),
      goroutine: this.goroutine.take(),
      begin: this.from.take(),
      end: this.to.take(),
    };
  }
}
