import { unpack } from '../base/unpack.ts';

// Start of the single file (e2e/build/single-file.ts): inflates the page's script, whose hash the policy has, and runs it.
const packed = document.getElementById('packed');
if (packed !== null) {
  const script = document.createElement('script');
  script.type = 'module';
  script.textContent = unpack(packed.textContent ?? '', Number(packed.dataset.bytes));
  packed.remove();
  document.head.append(script);
}
