import { existsSync } from 'node:fs';
import { compareTexts } from '../analysis/pprof-report/amounts.ts';
import { combineProfiles } from '../analysis/pprof-report/combine.ts';
import { makeGraph, makeSubject, NO_TRIM, type Subject, type Trim } from '../analysis/pprof-report/report.ts';
import { makeTags } from '../analysis/pprof-report/tags.ts';
import { makeTraces } from '../analysis/pprof-report/traces.ts';
import { makeVisualGraph } from '../analysis/pprof-report/visual.ts';
import { compileRegex, type Regex } from '../analysis/regex.ts';
import { sourceSteps } from '../analysis/source-steps.ts';
import { compileTagKeys } from '../analysis/tag-filters.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Lens } from '../model/lens.ts';
import type { Profile } from '../model/profile.ts';
import type { Message } from '../model/report.ts';
import { askedTogether, snapshotNotes } from './chosen.ts';
import { gcJson, printGc } from './gc-command.ts';
import { graphDot, graphJson } from './graph-command.ts';
import { helpText } from './help.ts';
import { type Json, tagsJson, topJson, tracesJson, treeJson } from './json.ts';
import { mapsJson, memoryMapOf, printMaps } from './maps-command.ts';
import { MERGE_DEFAULTS, mergeFiles, mergeJson, printMerge } from './merge-command.ts';
import { type Invocation, parseCommandLine } from './options.ts';
import { filesBelow, type ReadFile, readFiles } from './read.ts';
import { printReport, reportJson } from './report-command.ts';
import { text } from './say.ts';
import { type Site, serveSite } from './serve.ts';
import { type Print, printTags, printTop, printTraces, printTree } from './text.ts';
import { hasTimeline, printTimeline } from './timeline-command.ts';
import { timelineJson } from './timeline-json.ts';

/** Exit codes of the command. */
export const EXIT = { ok: 0, unread: 2, usage: 64 } as const;

/** Where the command writes, line by line. */
export interface Output {
  readonly out: Print;
  readonly err: Print;
  /** Called with the running site of `open`; without it `open` only checks. */
  readonly serve?: (site: Site) => void;
  /** Folder of the built site. */
  readonly site: string;
}

/** `leaklens …args`: returns the exit code. Never throws on what a user wrote or a file holds. */
export async function run(args: readonly string[], output: Output): Promise<number> {
  const call = parseCommandLine(args);
  if (!call.ok) return fail(output, call.error, EXIT.usage);
  const { command } = call.value;
  if (command === 'help') {
    for (const line of helpText()) output.out(line);
    return EXIT.ok;
  }
  if (command === 'open') return open(call.value, output);
  const files = await readFiles(call.value.files, call.value);
  if (command === 'report') {
    if (call.value.json) output.out(JSON.stringify(reportJson(files), null, 1));
    else printReport(files, output.out);
    complain(files, output);
    return codeOf(files);
  }
  if (command === 'timeline' || command === 'gc') return timeline(command, files, call.value.json, output);
  if (command === 'maps') return maps(files, call.value.json, output);
  if (command === 'merge') return merge(files, call.value, output);
  const bases = await readFiles([...call.value.bases, ...call.value.diffBases], call.value);
  const complaints = complain([...files, ...bases], output);
  for (const message of snapshotNotes([...files, ...bases], call.value.interval)) note(output, message);
  const subject = subjectOf(call.value, files, bases);
  if (!subject.ok) {
    // What a file's own line has said already needs no second one.
    if (complaints > 0 && subject.error.what.key === NOTHING) return subject.error.code;
    return fail(output, subject.error.what, subject.error.code);
  }
  for (const remark of subject.value.remarks) note(output, remark);
  if (wraps(subject.value)) note(output, { key: 'cli.note.wraps' });
  const printed = answer(call.value, subject.value, formatOf(files), output);
  return printed === EXIT.ok ? codeOf([...files, ...bases]) : printed;
}

function timeline(command: 'timeline' | 'gc', files: readonly ReadFile[], json: boolean, output: Output): number {
  complain(files, output);
  if (!hasTimeline(files)) return fail(output, { key: 'cli.error.noTimeline' }, EXIT.unread);
  if (json) output.out(JSON.stringify(command === 'gc' ? gcJson(files) : timelineJson(files), null, 1));
  else if (command === 'gc') printGc(files, output.out);
  else printTimeline(files, output.out);
  return codeOf(files);
}

function maps(files: readonly ReadFile[], json: boolean, output: Output): number {
  complain(files, output);
  const map = memoryMapOf(files);
  if (map === null) return fail(output, { key: 'cli.error.noMaps' }, EXIT.unread);
  if (json) output.out(JSON.stringify(mapsJson(map), null, 1));
  else printMaps(map, output.out);
  return codeOf(files);
}

function merge(files: readonly ReadFile[], { lens, given, interval, json }: Invocation, output: Output): number {
  complain(files, output);
  const byDefault = <T>(name: string, value: T, otherwise: T): T => (given.has(name) ? value : otherwise);
  const asked: Lens = {
    ...lens,
    rawStacks: byDefault('raw_stacks', lens.rawStacks, MERGE_DEFAULTS.rawStacks),
    allRecords: byDefault('all_records', lens.allRecords, MERGE_DEFAULTS.allRecords),
  };
  const merged = mergeFiles(files, asked, interval);
  if (merged === null) return fail(output, { key: 'cli.error.noMerge' }, EXIT.unread);
  for (const layer of merged.seam.twice) {
    note(output, { key: 'cli.merge.twice', args: { layer: text({ key: `seam.layer.${layer}` }) } });
  }
  if (json) output.out(JSON.stringify(mergeJson(merged), null, 1));
  else printMerge(merged, output.out);
  return codeOf(files);
}

function fail(output: Output, message: Message, code: number): number {
  note(output, message);
  return code;
}

function note(output: Output, message: Message): void {
  output.err(text({ key: 'cli.note.text', args: { text: text(message) } }));
}

function codeOf(files: readonly ReadFile[]): number {
  return files.some((file) => file.report.error !== undefined) ? EXIT.unread : EXIT.ok;
}

/** One line per file that lost data: which, what, where. Returns how many. */
function complain(files: readonly ReadFile[], output: Output): number {
  let count = 0;
  for (const { file, report } of files) {
    const { error } = report;
    if (error === undefined) continue;
    count++;
    const what = text(error.what);
    const args = { file, what, ...(error.offset === undefined ? {} : { offset: error.offset }) };
    note(output, { key: error.offset === undefined ? 'cli.error.file' : 'cli.error.fileAt', args });
  }
  return count;
}

/** The format of the files; several are named in order. */
function formatOf(files: readonly ReadFile[]): string {
  const formats = new Set(files.filter((f) => f.sources.length > 0).map((f) => f.report.format));
  return [...formats].sort(compareTexts).join(', ');
}

const NOTHING = 'cli.error.unknown';

type SubjectResult = Result<Subject, { readonly what: Message; readonly code: number }>;

function subjectOf(call: Invocation, files: readonly ReadFile[], bases: readonly ReadFile[]): SubjectResult {
  const profiles = (read: readonly ReadFile[]): Profile[] =>
    read.flatMap((f) =>
      askedTogether(f, call.lens.sampleType, call.interval).map((s) => sourceSteps(s.profile, s.flavor, call.lens)),
    );
  const sources = profiles(files);
  const baseProfiles = profiles(bases);
  const wanted = call.bases.length + call.diffBases.length > 0;
  if (sources.length === 0 || (wanted && baseProfiles.length === 0)) {
    return err({ what: { key: NOTHING }, code: EXIT.unread });
  }
  const kind = call.diffBases.length > 0 ? 'diff_base' : call.bases.length > 0 ? 'base' : 'none';
  const combined = combineProfiles(sources, baseProfiles, kind, call.lens.normalize);
  if (!combined.ok) return err({ what: combined.error, code: EXIT.unread });
  const type = sampleTypeOf(combined.value.profile, call.lens.sampleType);
  if (!type.ok) return err({ what: type.error, code: EXIT.usage });
  const subject = makeSubject(combined.value, call.lens, type.value);
  if (subject.ok) return subject;
  const where = call.lens.filters[subject.error.where]?.verb ?? '';
  const args = { where: `--${where}`, what: text(subject.error.what) };
  return err({ what: { key: 'cli.error.badRegex', args }, code: EXIT.usage });
}

/** An index, a name, or `inuse_x` for a type that is called `x`. */
function sampleTypeOf(profile: Profile, wanted: string): Result<number, Message> {
  const { sampleTypes } = profile;
  if (wanted === '') return ok(profile.defaultSampleType);
  if (/^\d+$/.test(wanted) && Number(wanted) < sampleTypes.length) return ok(Number(wanted));
  const plain = wanted.startsWith('inuse_') ? wanted.slice('inuse_'.length) : wanted;
  const found = sampleTypes.findIndex(({ type }) => type === wanted || type === plain);
  if (found >= 0) return ok(found);
  return err({
    key: 'cli.error.sampleType',
    args: { name: wanted, types: sampleTypes.map(({ type }) => type).join(', ') },
  });
}

const INT64_MAX = 2n ** 63n - 1n;

function wraps({ total }: Subject): boolean {
  return typeof total === 'bigint' && total > INT64_MAX;
}

const TREE_NODES = 80;

/** How much is shown: everything in JSON unless asked otherwise, pprof's defaults in text. */
function trimOf({ command, lens, given, json }: Invocation): Trim {
  if (command === 'peek' || !lens.trim) return NO_TRIM;
  const byDefault = <T>(name: string, value: T, otherwise: T): T => (given.has(name) || !json ? value : otherwise);
  const count = given.has('nodecount')
    ? Math.max(0, lens.nodeCount)
    : (command === 'tree' || command === 'graph') && !json
      ? TREE_NODES
      : 0;
  return {
    nodeCount: count,
    nodeFraction: byDefault('nodefraction', lens.nodeFraction, 0),
    edgeFraction: byDefault('edgefraction', lens.edgeFraction, 0),
  };
}

function answer(call: Invocation, subject: Subject, format: string, output: Output): number {
  const { command, json, lens } = call;
  const print = (value: Json): void => output.out(JSON.stringify(value, null, 1));
  if (command === 'traces' || command === 'tags') {
    const shown = compileTagKeys(lens.tagShow, lens.tagHide);
    if (!shown.ok) return badRegex(output, '--tagshow/--taghide', shown.error);
    if (command === 'traces') {
      const traces = makeTraces(subject, shown.value);
      if (json) print(tracesJson(subject, traces, format));
      else printTraces(subject, traces, output.out);
    } else {
      const tags = makeTags(subject, shown.value);
      if (json) print(tagsJson(subject, tags, format));
      else printTags(subject, tags, output.out);
    }
    return EXIT.ok;
  }
  if (command === 'graph') {
    const visual = makeVisualGraph(subject, trimOf(call));
    if (json) print(graphJson(visual, format));
    else for (const line of graphDot(visual).trimEnd().split('\n')) output.out(line);
    return EXIT.ok;
  }
  let regex: Regex | null = null;
  if (command === 'peek') {
    const compiled = compileRegex(call.regex);
    if (!compiled.ok) return badRegex(output, 'peek', compiled.error);
    regex = compiled.value;
  }
  const matches = regex === null ? null : (name: string): boolean => regex.test(name);
  const report = makeGraph(subject, trimOf(call), json);
  if (command === 'top') {
    if (json) print(topJson(report, format));
    else printTop(report, output.out);
  } else if (json) print(treeJson(report, matches, format));
  else if (printTree(report, matches, output.out) === 0 && matches !== null) {
    note(output, { key: 'cli.error.noMatch', args: { regex: call.regex } });
  }
  return EXIT.ok;
}

function badRegex(output: Output, where: string, what: Message): number {
  return fail(output, { key: 'cli.error.badRegex', args: { where, what: text(what) } }, EXIT.usage);
}

async function open(call: Invocation, output: Output): Promise<number> {
  const named = [...call.files, ...call.bases, ...call.diffBases];
  const missing = named.find((file) => !existsSync(file));
  if (missing !== undefined) {
    const what = text({ key: 'cli.error.missing' });
    return fail(output, { key: 'cli.error.file', args: { file: missing, what } }, EXIT.unread);
  }
  if (!existsSync(output.site)) {
    return fail(output, { key: 'cli.error.noSite', args: { folder: output.site } }, EXIT.unread);
  }
  const files = (await Promise.all(named.map(filesBelow))).flat();
  let site: Site;
  try {
    site = await serveSite({ root: output.site, files, port: call.port });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return fail(output, { key: 'cli.error.port', args: { port: call.port, why } }, EXIT.unread);
  }
  if (call.json) output.out(JSON.stringify({ url: site.url }));
  else {
    output.out(text({ key: 'cli.open.serving', args: { url: site.url } }));
    output.out(text({ key: 'cli.open.stop' }));
  }
  if (output.serve === undefined) await site.close();
  else output.serve(site);
  return EXIT.ok;
}
