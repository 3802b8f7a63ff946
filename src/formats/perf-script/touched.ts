import { decodeText } from '../lines.ts';
import { parseFrame } from './frame.ts';
import { isFrame, numberField } from './payload.ts';

const PAGE = 4096;
/** Beyond so many different pages a label per page would be bigger than the samples. */
const MAX_PAGES = 1 << 16;

/** Where memory was touched: page faults print the address (`-F addr`, `address=0x…`). */
export class TouchedPages {
  /** Page in hex, '' when not printed. */
  page = '';
  /** What is mapped there, '' when not printed. */
  object = '';
  /** Samples whose page has no label of its own any more. */
  unlabelled = 0;
  private readonly pages = new Map<number, string>();

  /** Reads a payload in bytes[0 … length). */
  read(bytes: Uint8Array, length: number): void {
    this.page = '';
    this.object = '';
    if (isFrame(bytes, 0, length)) {
      const frame = parseFrame(decodeText(bytes, 0, length));
      this.object = frame?.dso ?? '';
      this.page = this.label(Number(frame?.address ?? 0n));
    } else {
      const address = numberField(bytes, 0, length, 'address');
      if (address > 0) this.page = this.label(address);
    }
  }

  private label(address: number): string {
    const page = address - (address % PAGE);
    let text = this.pages.get(page);
    if (text === undefined) {
      if (this.pages.size >= MAX_PAGES) {
        this.unlabelled++;
        return '';
      }
      text = `0x${page.toString(16)}`;
      this.pages.set(page, text);
    }
    return text;
  }
}
