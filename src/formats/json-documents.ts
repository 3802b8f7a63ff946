import type { ReportBuilder } from '../model/report-builder.ts';
import type { ByteSource } from './format.ts';
import { type JsonEvents, readJson } from './json-events.ts';

/** A JSON object, flat: `{"memstats":{"Sys":1},"cmdline":["a"]}` has the value `memstats.Sys` and the list `cmdline`. */
export interface JsonDocument {
  /** Texts as written, so that integers stay exact. */
  readonly values: Map<string, string>;
  /** Arrays of scalars. */
  readonly lists: Map<string, string[]>;
}

const MAX_NAMES = 20_000;
const MAX_LIST = 8192;

/**
 * Calls `onDocument` for every object at the top of a file: one, several after each other, one per line, or the members
 * of one array. Of an object that the file's end cuts, what was read is given, and the report says so. Resolves to the last one.
 */
export async function readDocuments(
  source: ByteSource,
  report: ReportBuilder,
  onDocument: (record: JsonDocument) => void,
): Promise<JsonDocument | null> {
  const reader = new Documents(report, onDocument);
  const whole = await readJson(source, reader);
  reader.end(whole);
  if (source.problem !== null) report.fail(source.problem);
  return reader.last;
}

/** An open container of the record. */
interface Container {
  readonly path: string;
  readonly array: boolean;
  /** Containers within it so far. */
  members: number;
}

class Documents implements JsonEvents {
  last: JsonDocument | null = null;
  private readonly report: ReportBuilder;
  private readonly onDocument: (record: JsonDocument) => void;
  private record = emptyDocument();
  private readonly containers: Container[] = [];
  private name = '';

  constructor(report: ReportBuilder, onDocument: (record: JsonDocument) => void) {
    this.report = report;
    this.onDocument = onDocument;
  }

  open(array: boolean): void {
    const parent = this.inner;
    let path = '';
    if (parent !== undefined && !this.atTop) {
      path = join(parent.path, parent.array ? String(parent.members) : this.name);
    }
    if (parent !== undefined) parent.members++;
    this.containers.push({ path, array, members: 0 });
  }

  close(): void {
    this.containers.pop();
    if (this.containers.length === 0 || this.atTop) this.give();
  }

  key(name: string): void {
    this.name = name;
  }

  scalar(text: string): void {
    const parent = this.inner;
    if (parent === undefined || this.atTop) return;
    const { values, lists } = this.record;
    if (!parent.array) {
      if (values.size < MAX_NAMES) values.set(join(parent.path, this.name), text);
      return;
    }
    const list = lists.get(parent.path);
    if (list !== undefined) {
      if (list.length < MAX_LIST) list.push(text);
    } else if (lists.size < MAX_NAMES) lists.set(parent.path, [text]);
  }

  broken(offset: number): void {
    this.report.skip({ key: 'stats.skip.json' }, { offset });
    this.containers.length = 0;
    this.give();
  }

  end(whole: boolean): void {
    if (!whole) this.report.fail({ what: { key: 'stats.cut' }, advice: { key: 'text.advice.again' } });
    this.give();
  }

  private get inner(): Container | undefined {
    return this.containers[this.containers.length - 1];
  }

  /** Directly in an array at the top of the file, whose members are the documents. */
  private get atTop(): boolean {
    return this.containers.length === 1 && this.containers[0]?.array === true;
  }

  private give(): void {
    const { record } = this;
    if (record.values.size === 0 && record.lists.size === 0) return;
    this.record = emptyDocument();
    this.last = record;
    this.onDocument(record);
  }
}

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);
const emptyDocument = (): JsonDocument => ({ values: new Map(), lists: new Map() });
