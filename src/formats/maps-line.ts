/** A line of /proc/PID/maps. */
export interface MapsLine {
  readonly start: bigint;
  readonly limit: bigint;
  readonly perms: string;
  readonly offset: bigint;
  readonly inode: number;
  /** As printed, with ` (deleted)`; '' = anonymous. */
  readonly name: string;
}

const LINE = /^([0-9a-f]+)-([0-9a-f]+)\s+([-rwxps]+)\s+([0-9a-f]+)\s+[0-9a-f]+:[0-9a-f]+\s+(\d+)\s*(.*)$/i;
/** More digits than an address has: not one. */
const MAX_DIGITS = 16;

/** Reads a line of /proc/PID/maps (show_map_vma in the kernel's task_mmu.c); null when it is none. */
export function parseMapsLine(text: string): MapsLine | null {
  const m = LINE.exec(text);
  if (m === null) return null;
  const [, start = '', limit = '', perms = '', offset = '', inode = '', name = ''] = m;
  if (Math.max(start.length, limit.length, offset.length) > MAX_DIGITS) return null;
  return {
    start: BigInt(`0x${start}`),
    limit: BigInt(`0x${limit}`),
    perms,
    offset: BigInt(`0x${offset}`),
    inode: Number(inode),
    name: name.trimEnd(),
  };
}

/** The kernel writes a line end within a name as `\012`. */
export function mapsName(name: string): string {
  return name.replace(/\\012/g, '\n');
}
